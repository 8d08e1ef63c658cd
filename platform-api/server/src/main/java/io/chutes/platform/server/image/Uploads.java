package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Blobs on their way in: files that grow chunk by chunk until their digest is checked. */
final class Uploads {
    private static final Duration STALE = Duration.ofHours(24);
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final BlobStore blobs;
    private final Repositories repositories;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();

    Uploads(Path root, BlobStore blobs, Repositories repositories) {
        this.folder = root.resolve("uploads");
        this.blobs = blobs;
        this.repositories = repositories;
        removeStale();
    }

    String start(RepositoryName name) throws IOException {
        String id = UUID.randomUUID().toString();
        Path file = path(name, id);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        return id;
    }

    long size(RepositoryName name, String id) throws IOException {
        return Files.size(existing(name, id));
    }

    /**
     * Adds a chunk.
     *
     * @param from where the client says it begins, null if it does not say
     * @return the size after it
     */
    long append(RepositoryName name, String id, @Nullable Long from, InputStream chunk) throws IOException {
        Path file = existing(name, id);
        return exclusively(id, () -> {
            long size = Files.size(file);
            if (from != null && from != size) {
                throw new RegistryException(
                        ErrorCode.BLOB_UPLOAD_INVALID,
                        "The chunk begins at %d, and the upload has %d bytes".formatted(from, size));
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                chunk.transferTo(out);
            }
            return Files.size(file);
        });
    }

    /** Adds what is left, checks the digest and makes the upload a blob; a wrong one is thrown away. */
    void finish(RepositoryName name, String id, Digest expected, InputStream rest) throws IOException {
        long size = append(name, id, null, rest);
        Path file = existing(name, id);
        exclusively(id, () -> {
            Digest actual = digest(file);
            if (!actual.equals(expected)) {
                Files.delete(file);
                throw new RegistryException(
                        ErrorCode.DIGEST_INVALID,
                        "The %d bytes have the digest %s, not %s".formatted(size, actual, expected));
            }
            blobs.adopt(file, expected);
            repositories.linkBlob(name, expected);
            return size;
        });
    }

    void cancel(RepositoryName name, String id) throws IOException {
        Files.delete(existing(name, id));
    }

    private Path existing(RepositoryName name, String id) {
        Path file = path(name, id);
        if (!ID.matcher(id).matches() || !Files.exists(file)) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_UNKNOWN,
                    "There is no upload '%s' in %s; it may have been finished or given up"
                            .formatted(RegistryPath.shortened(id), name));
        }
        return file;
    }

    private Path path(RepositoryName name, String id) {
        return folder.resolve(name.toString().replace('/', '~'))
                .resolve(ID.matcher(id).matches() ? id : "none");
    }

    private <T> T exclusively(String id, Change<T> change) throws IOException {
        if (!inUse.add(id)) {
            throw new RegistryException(ErrorCode.BLOB_UPLOAD_INVALID, "Another request is writing to this upload");
        }
        try {
            return change.apply();
        } finally {
            inUse.remove(id);
        }
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest hasher = Digest.hasher();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hasher.update(buffer, 0, read);
            }
        }
        return Digest.of(hasher);
    }

    private void removeStale() {
        Instant limit = Instant.now().minus(STALE);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not clean up " + folder, e);
        }
    }

    @FunctionalInterface
    private interface Change<T> {
        T apply() throws IOException;
    }
}
