package io.chutes.platform.api;

/**
 * {@code POST /v1/chutes/{name}/versions}: makes an image a version of its chute, without letting it serve.
 *
 * @param image {@code <account>/<repository>@sha256:<64 hex>} in the platform's registry
 */
public record NewVersion(String image) {}
