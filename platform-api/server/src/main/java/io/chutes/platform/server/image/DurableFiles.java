package io.chutes.platform.server.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Files that appear whole or not at all, and stay. They are written in a folder beside those that anyone reads; what a crash
 * leaves there is never seen, and goes at the next start.
 */
final class DurableFiles {
    private final Path staging;

    /** Those who use files share it; who deletes what is out of use has it alone. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private DurableFiles(Path staging) {
        this.staging = staging;
    }

    /** Takes the staging folder, and removes what an earlier run left in it. */
    static DurableFiles in(Path staging) throws IOException {
        deleteTree(staging);
        Files.createDirectories(staging);
        return new DurableFiles(staging);
    }

    /** Makes a file with this content, in place of any that is there. */
    void write(Path target, byte[] content) throws IOException {
        Path file = staging.resolve(UUID.randomUUID().toString());
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
            publish(file, target);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Moves a written file to where it is read. The bytes reach the disk first, then the name. */
    void publish(Path written, Path target) throws IOException {
        force(written, StandardOpenOption.WRITE);
        Path folder = folderOf(target);
        makeFolder(folder);
        lock.readLock().lock();
        try {
            Files.setLastModifiedTime(written, FileTime.from(Instant.now()));
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            lock.readLock().unlock();
        }
        force(folder, StandardOpenOption.READ);
    }

    /** Notes that a file is in use; tells whether it is there. */
    boolean touch(Path file) throws IOException {
        lock.readLock().lock();
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Deletes a file that was neither written nor touched since; tells whether it did. */
    boolean deleteIfUntouched(Path file, Instant since) throws IOException {
        lock.writeLock().lock();
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(since) && Files.deleteIfExists(file);
        } catch (NoSuchFileException _) {
            return false;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** All files below a folder, if it is there. */
    static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folderOf(folder);
        makeFolder(parent);
        Files.createDirectories(folder);
        force(parent, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (var channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("There is no folder around " + path);
        }
        return parent;
    }
}
