package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files of a lock as they lie in the cache: whole, checked and read-only, and who has shown that he may read them.
 *
 * @param home the folder of all that
 */
record Snapshot(Path home) {
    static final String FILES = "files";
    private static final String READERS = "readers";
    private static final String SOURCE = "source";

    /** Of every file in the cache: one that was written to since has another. */
    private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1));

    Path files() {
        return home.resolve(FILES);
    }

    boolean exists() {
        return Files.isDirectory(home);
    }

    /** Makes a folder of files that were checked into this: whoever sees it sees all of it, even after a power failure. */
    void publish(Path finished, LockedWeights weights, String reader) throws IOException {
        Files.writeString(finished.resolve(READERS), reader + "\n");
        Files.writeString(finished.resolve(SOURCE), weights.source());
        for (Path member : FileTree.members(finished.resolve(FILES)).reversed()) {
            if (Files.isDirectory(member)) {
                Files.setPosixFilePermissions(member, PosixFilePermissions.fromString("r-xr-xr-x"));
                FileTree.force(member);
            } else {
                Files.setLastModifiedTime(member, TIME);
                Files.setPosixFilePermissions(member, PosixFilePermissions.fromString("r--r--r--"));
            }
        }
        FileTree.force(finished);
        Files.move(finished, home, StandardCopyOption.ATOMIC_MOVE);
        FileTree.force(home.resolveSibling("")); // the folder of snapshots
    }

    /** The file that is no longer what was published, and how; empty if none is. */
    Optional<String> damage(LockedWeights weights) throws IOException {
        for (LockedFile file : weights.files()) {
            Path path = files().resolve(file.path());
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(file.path() + " is gone");
            }
            var is = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (is.size() != file.size() || !is.lastModifiedTime().equals(TIME)) {
                return Optional.of(file.path() + " was written to");
            }
        }
        return Optional.empty();
    }

    /** What they were taken from, unless they go just now. */
    Optional<String> source() {
        try {
            return Optional.of(Files.readString(home.resolve(SOURCE)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    List<String> readers() throws IOException {
        return Files.readAllLines(home.resolve(READERS));
    }

    void addReader(String reader) throws IOException {
        Files.writeString(home.resolve(READERS), reader + "\n", StandardOpenOption.APPEND);
    }

    /** Notes that it is used now. */
    void touch() throws IOException {
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
    }
}
