package io.chutes.platform.server.chute;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where the manifests of the images in the platform's registry are read. */
@FunctionalInterface
public interface ImageCatalogue {
    /**
     * The {@code io.chutes.manifest} label of an image; empty if the registry has no such image or the image has no such
     * label.
     *
     * @param repository {@code <account>/<repository>}
     * @param digest of the image's manifest, {@code sha256:<64 hex>}
     */
    Optional<String> chuteManifest(String repository, String digest);

    /**
     * Whether an image is still there; if so, it stays at least until the transaction ends. A registry that is not this
     * platform's own deletes what it will, and is not asked.
     */
    default boolean keep(Handle handle, String repository, String digest) {
        return true;
    }
}
