package io.chutes.runtime.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as it was at one moment.
 *
 * @param attempt the attempt that runs or ran last, 0 before the first
 * @param progress what its last attempt told, nothing before it tells
 * @param startedAt when its first attempt began
 * @param result the JSON of its result
 * @param problem the JSON of why its last attempt failed
 */
public record JobStatus(
        String id,
        String name,
        JobState state,
        int attempt,
        Optional<Progress> progress,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> result,
        Optional<String> problem) {
    /**
     * How far an attempt is.
     *
     * @param fraction from 0 to 1
     */
    public record Progress(double fraction, String message) {}
}
