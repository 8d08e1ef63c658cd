package io.chutes.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of one node, held by one agent at a time. */
final class NodeFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private NodeFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static NodeFolder open(Path path) {
        try {
            Files.createDirectories(path.resolve("instances"));
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new NodeException("Another node agent is using " + path);
            }
            return new NodeFolder(path.toRealPath(), channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not use the node's folder " + path, e);
        }
    }

    Path path() {
        return path;
    }

    /** Bytes of the disk that it is on. */
    long size() {
        try {
            return Files.getFileStore(path).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not ask for the size of the disk of " + path, e);
        }
    }

    Path instances() {
        return path.resolve("instances");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not release " + path, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }
}
