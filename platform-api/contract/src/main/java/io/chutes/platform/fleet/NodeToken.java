package io.chutes.platform.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one node may join with, once.
 *
 * @param token in full, <code>cj_&lt;id&gt;_&lt;secret&gt;</code>; shown this once
 * @param provider the account that lends the node, null for the platform
 * @param expiresAt until when it is good
 */
public record NodeToken(String token, @Nullable String provider, Instant expiresAt) {
    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "NodeToken[provider=" + provider + ", expiresAt=" + expiresAt + "]";
    }
}
