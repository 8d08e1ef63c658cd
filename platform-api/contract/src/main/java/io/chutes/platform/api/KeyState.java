package io.chutes.platform.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret: {@code GET /v1/keys/{id}}.
 *
 * @param id its id, the first part of {@code ck_<id>_<secret>}
 * @param settings what it allows
 * @param createdAt when it was made
 * @param lastUsedAt about when it was last used, null for never
 */
public record KeyState(
        String id,
        KeySettings settings,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
