package io.chutes.platform.server.image;

import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.image.RegistryRequest.DeleteBlob;
import io.chutes.platform.server.image.RegistryRequest.DeleteManifest;
import java.io.IOException;

/** Takes manifests, tags and blobs out of repositories, but nothing that is counted on. */
final class Deletions {
    private static final int CONFLICT = 409;

    private final Manifests manifests;
    private final Repositories repositories;
    private final ImageChanges changes;

    Deletions(Manifests manifests, Repositories repositories, ImageChanges changes) {
        this.manifests = manifests;
        this.repositories = repositories;
        this.changes = changes;
    }

    void delete(DeleteManifest request, Principal by) throws IOException {
        boolean deleted =
                switch (request.reference()) {
                    case Reference.Tag tag -> changes.untag(by, request.name(), tag);
                    case Reference.Pinned(Digest digest) -> deleteUnneeded(by, request.name(), digest);
                };
        if (!deleted) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_UNKNOWN,
                    "There is no manifest " + request.reference().text() + " in " + request.name());
        }
    }

    private boolean deleteUnneeded(Principal by, RepositoryName name, Digest digest) throws IOException {
        return changes.delete(
                by,
                name,
                digest,
                user -> new RegistryException(
                        CONFLICT,
                        ErrorCode.DENIED,
                        "Image " + name + "@" + digest + " stays: it is what " + user + " runs"));
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
