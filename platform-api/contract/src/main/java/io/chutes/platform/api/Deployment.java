package io.chutes.platform.api;

/**
 * {@code POST /v1/chutes}: makes an image the newest version of its chute and starts it.
 *
 * @param image {@code <account>/<repository>@sha256:<64 hex>} in the platform's registry
 */
public record Deployment(String image) {}
