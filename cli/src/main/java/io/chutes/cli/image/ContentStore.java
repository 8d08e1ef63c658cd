package io.chutes.cli.image;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/**
 * Copies of files under the digest of their content.
 *
 * <p>Jib recognises a layer that it made before by the paths and times of its files, not by what is in them, so a file that
 * changed within one tick of its clock, or whose time was set back, would give an old layer. Jib is shown these copies
 * instead: another content is another path, and the same content in another folder is the same path.
 */
final class ContentStore {
    private static final long MOST_BYTES = 2L << 30;

    private final Path folder;
    private final Set<String> used = new HashSet<>();

    ContentStore(Path folder) {
        this.folder = folder;
    }

    /** What was put here is in use; other content may go. */
    void tidy() throws IOException {
        new CacheFolder(folder, MOST_BYTES).used(used);
    }

    /** A file in the store. */
    record Stored(String digest, Path path) {}

    Stored put(Path file) throws IOException {
        String digest = Sha256.of(file);
        Path stored = place(digest);
        if (!Files.exists(stored)) {
            add(out -> Files.copy(file, out));
        }
        return new Stored(digest, stored);
    }

    Stored put(String text) throws IOException {
        return add(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A jar made of these files, by their names in it. */
    Stored putJar(SortedMap<String, Path> files) throws IOException {
        return add(out -> StoredJar.write(files, out));
    }

    private Stored add(Content content) throws IOException {
        Files.createDirectories(folder);
        Path copy = Files.createTempFile(folder, ".", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(copy)) {
                content.write(out);
            }
            try (var written = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                written.force(true); // or a crash of the machine leaves an empty file under its digest
            }
            String digest = Sha256.of(copy);
            Path stored = place(digest);
            if (!Files.exists(stored)) { // which keeps its time, by which Jib would else miss it
                Files.createDirectories(stored.getParent());
                Files.move(copy, stored, StandardCopyOption.ATOMIC_MOVE);
            }
            return new Stored(digest, stored);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private Path place(String digest) {
        used.add(digest);
        return folder.resolve(digest).resolve(digest);
    }

    @FunctionalInterface
    private interface Content {
        void write(OutputStream out) throws IOException;
    }
}
