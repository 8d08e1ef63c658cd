package io.chutes.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Copies of files under the digest of their content.
 *
 * <p>Jib recognises a layer that it made before by the paths and times of its files, not by what is in them, so a file that
 * changed within one tick of its clock, or whose time was set back, would give an old layer. Jib is shown these copies
 * instead: another content is another path, and the same content in another folder is the same path.
 */
final class ContentStore {
    private final Path folder;

    ContentStore(Path folder) {
        this.folder = folder;
    }

    /** A file in the store. */
    record Stored(String digest, Path path) {}

    Stored put(Path file) throws IOException {
        String digest = Sha256.of(file);
        Path stored = folder.resolve(digest.substring(0, 2)).resolve(digest);
        if (!Files.exists(stored)) {
            Files.createDirectories(stored.getParent());
            Path copy = Files.createTempFile(stored.getParent(), ".", ".part");
            try {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, stored, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(copy);
            }
        }
        return new Stored(digest, stored);
    }
}
