package io.chutes.platform.api;

import java.time.Instant;

/**
 * An account that may call a chute of another: {@code GET /v1/chutes/{name}/shares}.
 *
 * @param account its name
 * @param since when it was given leave
 */
public record Share(String account, Instant since) {}
