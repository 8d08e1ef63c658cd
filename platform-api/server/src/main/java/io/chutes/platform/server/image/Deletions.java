package io.chutes.platform.server.image;

import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.image.RegistryRequest.DeleteBlob;
import io.chutes.platform.server.image.RegistryRequest.DeleteManifest;
import java.io.IOException;

/** Takes manifests, tags and blobs out of repositories, but nothing that is counted on. */
final class Deletions {
    private final ImageChanges changes;

    Deletions(ImageChanges changes) {
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
                        409,
                        ErrorCode.DENIED,
                        "Image " + name + "@" + digest + " stays: it is what " + user + " runs"));
    }

    void delete(DeleteBlob request) throws IOException {
        if (!changes.deleteBlob(request.name(), request.digest())) {
            throw new RegistryException(
                    ErrorCode.BLOB_UNKNOWN, "There is no blob " + request.digest() + " in " + request.name());
        }
    }
}
