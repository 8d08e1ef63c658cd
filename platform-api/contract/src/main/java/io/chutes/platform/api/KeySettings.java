package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/keys} and {@code PUT /v1/keys/{id}}: what a key is to allow. No more than the key that asks for it.
 *
 * @param name a label, 1 to 64 characters
 * @param admin whether it allows everything within its account
 * @param scopes what it allows otherwise
 * @param expiresAt when it stops working, null for never
 * @param spendCap the most that calls with it may ever cost, null for no cap of its own; what instances cost that it deploys is the
 *     account's
 */
public record KeySettings(
        String name,
        boolean admin,
        @Nullable List<Scope> scopes,
        @Nullable Instant expiresAt,
        @Nullable Money spendCap) {
    public KeySettings {
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }
}
