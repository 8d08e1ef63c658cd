package io.chutes.platform.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is kept, as {@code GET /v1/secrets} shows it: all but its value, which is never shown.
 *
 * @param name its name, as {@code @Secret} has it
 * @param chute the one chute that is given it, null for every chute of the account
 * @param createdAt when it was first set
 * @param updatedAt when its value was last set; an instance keeps the value that it was started with
 */
public record SecretState(String name, @Nullable String chute, Instant createdAt, Instant updatedAt) {}
