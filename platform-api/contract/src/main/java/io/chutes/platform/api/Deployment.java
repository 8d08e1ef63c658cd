package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/chutes}: makes an image a version of its chute, and lets that version serve.
 *
 * @param image {@code <account>/<repository>@sha256:<64 hex>} in the platform's registry
 * @param allowBreaking whether it may serve although callers of the version before can be hurt; null for not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deployment(String image, @Nullable Boolean allowBreaking) {
    /** One that hurts no caller. */
    public Deployment(String image) {
        this(image, null);
    }
}
