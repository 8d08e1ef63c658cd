package io.chutes.cli.image;

/**
 * An image that was built and has arrived at its target.
 *
 * @param digest of its manifest, {@code sha256:<64 hex>}: what deployments name
 * @param reference the name it was given
 */
public record BuiltImage(String digest, String reference) {}
