package io.chutes.platform.server.image;

import io.chutes.platform.server.image.RegistryRequest.DeleteBlob;
import io.chutes.platform.server.image.RegistryRequest.DeleteManifest;
import java.io.IOException;
import java.util.Optional;

/** Takes manifests, tags and blobs out of repositories, but nothing that is counted on. */
final class Deletions {
    private static final int CONFLICT = 409;

    private final Manifests manifests;
    private final Repositories repositories;
    private final ImagePins pins;

    Deletions(Manifests manifests, Repositories repositories, ImagePins pins) {
        this.manifests = manifests;
        this.repositories = repositories;
        this.pins = pins;
    }

    void delete(DeleteManifest request) throws IOException {
        boolean deleted =
                switch (request.reference()) {
                    case Reference.Tag tag -> repositories.untag(request.name(), tag);
                    case Reference.Pinned(Digest digest) -> deleteUnneeded(request.name(), digest);
                };
        if (!deleted) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_UNKNOWN,
                    "There is no manifest " + request.reference().text() + " in " + request.name());
        }
    }

    private boolean deleteUnneeded(RepositoryName name, Digest digest) throws IOException {
        Optional<String> needing = pins.needing(name + "@" + digest);
        if (needing.isPresent()) {
            throw new RegistryException(
                    CONFLICT,
                    ErrorCode.DENIED,
                    "Image " + name + "@" + digest + " stays: it is what " + needing.get() + " runs");
        }
        return manifests.delete(name, digest);
    }

    void delete(DeleteBlob request) throws IOException {
        if (manifests.named(request.name()).containsKey(request.digest())) {
            throw new RegistryException(
                    CONFLICT,
                    ErrorCode.DENIED,
                    "Blob " + request.digest() + " stays: a manifest of " + request.name()
                            + " names it; delete that first");
        }
        if (!repositories.unlinkBlob(request.name(), request.digest())) {
            throw new RegistryException(
                    ErrorCode.BLOB_UNKNOWN, "There is no blob " + request.digest() + " in " + request.name());
        }
    }
}
