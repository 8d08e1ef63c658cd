package io.chutes.platform.node.image;

import java.util.Optional;

/**
 * What one who is no part of this node needs to pull an image.
 *
 * @param name the image with its registry, {@code <host>:<port>/<repository>@sha256:<64 hex>}
 * @param token what to show there as bearer, if anything
 */
public record PullPermit(String name, Optional<String> token) {
    /** Hides the token. */
    @Override
    public String toString() {
        return "PullPermit[" + name + "]";
    }
}
