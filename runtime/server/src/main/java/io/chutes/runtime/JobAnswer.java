package io.chutes.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.chutes.runtime.job.JobStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job's state as those who ask for it get it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobAnswer(
        String id,
        String name,
        String state,
        int attempt,
        JobStatus.@Nullable Progress progress,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @JsonRawValue @Nullable String result,
        @JsonRawValue @Nullable String problem) {
    static JobAnswer of(JobStatus status) {
        return new JobAnswer(
                status.id(),
                status.name(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.attempt(),
                status.progress().orElse(null),
                status.createdAt(),
                status.startedAt().orElse(null),
                status.finishedAt().orElse(null),
                status.result().orElse(null),
                status.problem().orElse(null));
    }
}
