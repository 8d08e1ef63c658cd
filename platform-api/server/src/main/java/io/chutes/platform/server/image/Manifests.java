package io.chutes.platform.server.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Image manifests: kept only when all that they name is there. */
final class Manifests {
    /** The largest manifest taken, in bytes. */
    static final int MAX_BYTES = 4 << 20;

    private static final Set<String> IMAGES = Set.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");
    private static final Set<String> INDEXES = Set.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");

    private final Path root;
    private final BlobStore blobs;
    private final Repositories repositories;

    Manifests(Path root, BlobStore blobs, Repositories repositories) {
        this.root = root;
        this.blobs = blobs;
        this.repositories = repositories;
    }

    /** A manifest of a repository. */
    Optional<Stored> find(RepositoryName name, Reference reference) {
        return repositories.resolve(name, reference).flatMap(digest -> repositories
                .manifest(name, digest)
                .map(mediaType -> new Stored(digest, mediaType, blobs.read(digest))));
    }

    Digest put(RepositoryName name, Reference reference, String mediaType, byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        if (reference instanceof Reference.Pinned(Digest named) && !named.equals(digest)) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID, "The manifest has the digest %s, not %s".formatted(digest, named));
        }
        requireWhatItNames(name, mediaType, parse(content));
        Path fresh = Files.createTempFile(Files.createDirectories(root.resolve("uploads")), "manifest-", "");
        Files.write(fresh, content);
        blobs.adopt(fresh, digest);
        repositories.linkManifest(name, digest, mediaType);
        if (reference instanceof Reference.Tag(String tag)) {
            repositories.tag(name, tag, digest);
        }
        return digest;
    }

    private void requireWhatItNames(RepositoryName name, String mediaType, JsonNode manifest) {
        List<RegistryException.Complaint> missing = new ArrayList<>();
        if (IMAGES.contains(mediaType)) {
            requireBlob(name, manifest.path("config"), missing);
            manifest.path("layers").forEach(layer -> requireBlob(name, layer, missing));
        } else if (INDEXES.contains(mediaType)) {
            for (JsonNode image : manifest.path("manifests")) {
                Digest digest = Digest.parse(image.path("digest").asText());
                if (repositories.manifest(name, digest).isEmpty()) {
                    missing.add(missing("manifest", digest, name));
                }
            }
        } else {
            throw new RegistryException(
                    ErrorCode.MANIFEST_INVALID,
                    "A manifest of the type '%s' is not known here; known are %s and %s"
                            .formatted(RegistryPath.shortened(mediaType), IMAGES, INDEXES));
        }
        if (!missing.isEmpty()) {
            throw RegistryException.of(missing);
        }
    }

    private void requireBlob(RepositoryName name, JsonNode descriptor, List<RegistryException.Complaint> missing) {
        Digest digest = Digest.parse(descriptor.path("digest").asText());
        if (!repositories.hasBlob(name, digest)) {
            missing.add(missing("blob", digest, name));
        }
    }

    private static RegistryException.Complaint missing(String kind, Digest digest, RepositoryName name) {
        return new RegistryException.Complaint(
                ErrorCode.MANIFEST_BLOB_UNKNOWN,
                "The %s %s is not in %s: push it first".formatted(kind, digest, name),
                Map.of("digest", digest.toString()));
    }

    private static JsonNode parse(byte[] content) {
        try {
            JsonNode manifest = PlatformJson.mapper().readTree(content);
            if (manifest.path("schemaVersion").asInt() != 2) {
                throw new RegistryException(ErrorCode.MANIFEST_INVALID, "A manifest has the schemaVersion 2");
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_INVALID, "The manifest is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A manifest as it was pushed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(Digest digest, String mediaType, byte[] content) {}
}
