package io.chutes.platform.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/nodes/tokens}: that one node may join.
 *
 * @param provider the account that lends the node and earns by it; null for the one that asks, or for the platform if an administrator
 *     asks
 * @param expiresAt until when it may join, at most a week from now; null for an hour
 */
public record NewNodeToken(
        @Nullable String provider, @Nullable Instant expiresAt) {}
