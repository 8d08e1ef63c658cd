package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads under way: a folder for each, with the bytes so far and the repository that they are meant for. They outlive a
 * restart of the server.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final Duration LONGEST_REST = Duration.ofHours(24);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path folder;
    private final BlobStore blobs;
    private final ConcurrentMap<String, Upload> open = new ConcurrentHashMap<>();

    private Uploads(Path folder, BlobStore blobs) {
        this.folder = folder;
        this.blobs = blobs;
    }

    /** Takes the folder, and removes the uploads in it that nobody has touched for a day. */
    static Uploads in(Path folder, BlobStore blobs, Instant now) throws IOException {
        Files.createDirectories(folder);
        var uploads = new Uploads(folder, blobs);
        uploads.removeExpired(now);
        return uploads;
    }

    /** Removes what nobody has touched for a day; the answer is how many there were. */
    int removeExpired(Instant now) throws IOException {
        int removed = 0;
        try (var entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (lastTouched(entry).isBefore(now.minus(LONGEST_REST))) {
                    LOG.info("Removing upload {}, untouched for more than {}", entry.getFileName(), LONGEST_REST);
                    String id = String.valueOf(entry.getFileName());
                    Upload upload = open.get(id);
                    if (upload != null) {
                        upload.cancel();
                    }
                    remove(id);
                    removed++;
                }
            }
        }
        return removed;
    }

    /** Begins an upload to a repository; the answer is its id. */
    String start(RepositoryName name) throws IOException {
        String id = UUID.randomUUID().toString();
        Files.createDirectory(folder.resolve(id));
        Files.createFile(data(id));
        Files.writeString(repository(id), name.toString());
        return id;
    }

    /** How many bytes have arrived. */
    long size(RepositoryName name, String id) throws IOException {
        return find(name, id).size();
    }

    /** Adds the bytes of a request; the answer is how many there are then. */
    long append(RepositoryName name, String id, InputStream body, Optional<ChunkRange> range) throws IOException {
        Upload upload = find(name, id);
        upload.append(body, range);
        return upload.size();
    }

    /** Makes a blob of an upload, or nothing if the digest is of other bytes; either way the upload is over. */
    void finish(RepositoryName name, String id, Digest digest) throws IOException {
        Upload upload = find(name, id);
        try {
            upload.complete(digest, blobs);
        } finally {
            remove(id);
        }
    }

    /** Forgets an upload. */
    void cancel(RepositoryName name, String id) throws IOException {
        find(name, id).cancel();
        remove(id);
    }

    static RegistryException unknown() {
        return new RegistryException(
                ErrorCode.BLOB_UPLOAD_UNKNOWN, "There is no such upload in this repository; start another");
    }

    private Upload find(RepositoryName name, String id) throws IOException {
        // The form is checked before the id becomes part of a path.
        if (!ID.matcher(id).matches()
                || !Files.isRegularFile(repository(id))
                || !Files.readString(repository(id)).equals(name.toString())) {
            throw unknown();
        }
        return open.computeIfAbsent(id, _ -> new Upload(data(id)));
    }

    private void remove(String id) throws IOException {
        DurableFiles.deleteTree(folder.resolve(id));
        open.remove(id);
    }

    private Path data(String id) {
        return folder.resolve(id).resolve("data");
    }

    private Path repository(String id) {
        return folder.resolve(id).resolve("repository");
    }

    private static Instant lastTouched(Path entry) throws IOException {
        Path data = entry.resolve("data");
        try {
            return Files.getLastModifiedTime(Files.exists(data) ? data : entry).toInstant();
        } catch (NoSuchFileException _) {
            return Instant.MAX; // it ended just now
        }
    }
}
