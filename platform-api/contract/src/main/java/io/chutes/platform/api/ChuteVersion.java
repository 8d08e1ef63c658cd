package io.chutes.platform.api;

import java.time.Instant;

/**
 * A version of a chute, which never changes: {@code GET /v1/chutes/{name}/versions}.
 *
 * @param version counted from 1
 * @param image by digest, which covers the manifest as well: two versions of a chute never have the same
 * @param createdAt when it was made
 */
public record ChuteVersion(int version, String image, Instant createdAt) {}
