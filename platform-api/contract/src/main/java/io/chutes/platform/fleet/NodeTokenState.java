package io.chutes.platform.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that a node may still join with, without its secret: {@code GET /v1/nodes/tokens}.
 *
 * @param id the part of it that is no secret
 * @param account who made it
 * @param provider the account that is to lend the node, null for the platform
 * @param createdAt when it was made
 * @param expiresAt until when it is good
 */
public record NodeTokenState(
        String id, String account, @Nullable String provider, Instant createdAt, Instant expiresAt) {}
