package io.chutes.platform.server.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** All blobs of all repositories, each once, in files named by their digest. Who may read one is not known here. */
final class BlobStore {
    private final Path folder;
    private final DurableFiles files;

    BlobStore(Path folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** The file of a blob. It never changes; do not write to it. */
    Optional<Path> find(Digest digest) {
        Path file = file(digest);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** The file of a blob that somebody counts on: it stays for a while even if nothing links to it. */
    Optional<Path> use(Digest digest) throws IOException {
        Path file = file(digest);
        return files.touch(file) ? Optional.of(file) : Optional.empty();
    }

    /** Keeps a small blob, whose digest this is. */
    void write(Digest digest, byte[] content) throws IOException {
        if (use(digest).isEmpty()) {
            files.write(file(digest), content);
        }
    }

    /** Keeps a file that holds exactly the bytes of this digest; the file moves. */
    void adopt(Path written, Digest digest) throws IOException {
        // A blob that is there already is replaced by its equal: readers keep the file that they have open.
        files.publish(written, file(digest));
    }

    /** Removes the blobs that are not kept and that nobody has used since; the answer is how many. */
    int sweep(Predicate<Digest> kept, Instant since) throws IOException {
        int removed = 0;
        for (Path file : DurableFiles.filesIn(folder)) {
            Optional<Digest> digest = Digest.ofHex(String.valueOf(file.getFileName()));
            if (digest.isPresent() && !kept.test(digest.get()) && files.deleteIfUntouched(file, since)) {
                removed++;
            }
        }
        return removed;
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.algorithm().label())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }
}
