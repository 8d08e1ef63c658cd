package io.chutes.platform.server.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The images that were pushed to this platform, in one folder that nothing else writes to. */
public final class Images {
    private static final long LARGEST_CONFIG = 16L * 1024 * 1024;

    private final BlobStore blobs;
    private final Uploads uploads;
    private final Repositories repositories;
    private final Manifests manifests;

    private Images(BlobStore blobs, Uploads uploads, Repositories repositories) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.repositories = repositories;
        this.manifests = new Manifests(blobs, repositories);
    }

    /** Opens the folder, makes it if it is not there, and removes what broken uploads left behind. */
    public static Images in(Path folder) {
        try {
            var files = DurableFiles.in(folder.resolve("staging"));
            var blobs = new BlobStore(folder.resolve("blobs"), files);
            var uploads = Uploads.in(folder.resolve("uploads"), blobs, Instant.now());
            return new Images(blobs, uploads, new Repositories(folder.resolve("repositories"), files));
        } catch (IOException e) {
            throw new ImageStorageException("Could not open the image folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The chute manifest that an image carries in its label {@value Manifest#IMAGE_LABEL}: nothing if there is no such image, or if it is
     * not one of a chute.
     *
     * @param repository account and repository, such as {@code alice/minilm}
     * @param digest the image's, such as {@code sha256:…}
     */
    public Optional<String> chuteManifest(String repository, String digest) {
        var name = RepositoryName.find(repository);
        var pinned = Digest.find(digest);
        if (name.isEmpty() || pinned.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Path> config = manifests.config(name.get(), pinned.get());
            return config.isEmpty() || Files.size(config.get()) > LARGEST_CONFIG
                    ? Optional.empty()
                    : label(Files.readAllBytes(config.get()));
        } catch (IOException e) {
            throw new ImageStorageException("Could not read image " + repository + "@" + digest, e);
        }
    }

    /** Whether there is such an image. */
    boolean has(String repository, String digest) {
        var name = RepositoryName.find(repository);
        var pinned = Digest.find(digest);
        try {
            return name.isPresent()
                    && pinned.isPresent()
                    && manifests.find(name.get(), pinned.get()).isPresent();
        } catch (IOException e) {
            throw new ImageStorageException("Could not look for image " + repository + "@" + digest, e);
        }
    }

    /** The label {@value Manifest#IMAGE_LABEL} of a configuration. */
    static Optional<String> label(byte[] config) {
        try {
            JsonNode labels =
                    PlatformJson.mapper().readTree(config).path("config").path("Labels");
            JsonNode label = labels.path(Manifest.IMAGE_LABEL);
            return label.isTextual() ? Optional.of(label.textValue()) : Optional.empty();
        } catch (IOException _) {
            // Any bytes may be pushed as a configuration; these are not one of an image.
            return Optional.empty();
        }
    }

    /** What an account has pushed, in the order of names and digests, after an image of that name if any is given. */
    List<ImageState> list(String account, String after, int limit) throws IOException {
        // By name and then by digest, not by both in one text: there 'a-b@' would come before 'a@'.
        String[] last = after.split("@", 2);
        List<ImageState> found = new ArrayList<>();
        for (RepositoryName name : repositories.of(account)) {
            int order = name.toString().compareTo(last[0]);
            if (order < 0) {
                continue;
            }
            String lastDigest = order == 0 && last.length == 2 ? last[1] : "";
            SortedMap<String, String> tags = repositories.tags(name);
            List<Digest> digests = repositories.manifests(name).stream()
                    .sorted(Comparator.comparing(Digest::toString))
                    .filter(digest -> digest.toString().compareTo(lastDigest) > 0)
                    .limit((long) limit - found.size())
                    .toList();
            for (Digest digest : digests) {
                found.add(state(name, digest, tags));
            }
            if (found.size() == limit) {
                return found;
            }
        }
        return found;
    }

    private ImageState state(RepositoryName name, Digest digest, SortedMap<String, String> tags) throws IOException {
        long size = manifests.parts(name, digest).stream()
                .mapToLong(ImageManifest.Descriptor::size)
                .sum();
        List<String> names = tags.entrySet().stream()
                .filter(tag -> tag.getValue().equals(digest.toString()))
                .map(Map.Entry::getKey)
                .toList();
        return new ImageState(name + "@" + digest, names, size, repositories.pushedAt(name, digest));
    }

    GarbageCollector garbage() {
        return new GarbageCollector(blobs, uploads, repositories, manifests);
    }

    BlobStore blobs() {
        return blobs;
    }

    Uploads uploads() {
        return uploads;
    }

    Repositories repositories() {
        return repositories;
    }

    Manifests manifests() {
        return manifests;
    }
}
