package io.chutes.platform.api;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job: work of a chute apart from the call that started it.
 *
 * @param id its id
 * @param account the account that owns the chute
 * @param chute the chute's name
 * @param job the name of the chute's method
 * @param status how far it is
 * @param reason why it is there, in words for whoever started it
 * @param progress what its last attempt told, null before it tells
 * @param attempt the attempt that runs or ran last, 0 before the first
 * @param version the version of the chute that runs or ran it, null before its first attempt
 * @param instance the instance that runs or ran it, null before its first attempt
 * @param createdAt when it was started
 * @param startedAt when its first attempt began, null if none has
 * @param finishedAt when it was over, null if it is not
 * @param expiresAt until when its result is kept, null unless it succeeded
 * @param problem why its last attempt failed, null if none has
 */
public record JobState(
        String id,
        String account,
        String chute,
        String job,
        JobStatus status,
        String reason,
        @Nullable JobProgress progress,
        int attempt,
        @Nullable Integer version,
        @Nullable String instance,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,

        @JsonDeserialize(using = ProblemReader.class) @Nullable Problem problem) {}
