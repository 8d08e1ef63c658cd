package io.chutes.platform.manifest;

import org.jspecify.annotations.Nullable;

/**
 * How the image is made.
 *
 * @param base the image to build on, pinned by digest; null for the builder's own minimal runtime
 */
public record ImageSpec(@Nullable String base) {}
