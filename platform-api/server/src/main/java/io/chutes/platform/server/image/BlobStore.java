package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Blobs by digest in a folder; one appears there whole or not at all. */
final class BlobStore {
    private final Path folder;

    BlobStore(Path root) {
        this.folder = root.resolve("blobs").resolve("sha256");
    }

    Path path(Digest digest) {
        return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    boolean has(Digest digest) {
        return Files.exists(path(digest));
    }

    byte[] read(Digest digest) {
        try {
            return Files.readAllBytes(path(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the blob " + digest, e);
        }
    }

    /** Takes over a file whose digest has been checked. */
    void adopt(Path file, Digest digest) throws IOException {
        Path target = path(digest);
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
