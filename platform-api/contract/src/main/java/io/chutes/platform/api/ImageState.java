package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;

/**
 * An image that was pushed: an item of {@code GET /v1/images}.
 *
 * @param image {@code <account>/<repository>@<digest>}, as a {@link Deployment} names it
 * @param tags the tags that point to it now
 * @param size of its configuration and layers as they are stored, in bytes
 * @param pushedAt when it was last pushed
 */
public record ImageState(String image, List<String> tags, long size, Instant pushedAt) {
    public ImageState {
        tags = List.copyOf(tags);
    }
}
