package io.chutes.runtime.job;

import io.chutes.runtime.spi.Body;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One job, from its submission until its result is forgotten. Guarded by its {@link JobRunner}. */
final class Job {
    private final String id;
    private final JobKind kind;
    private final String digest;
    private final Instant createdAt;
    private volatile int heldLength;
    private JobSubmission submission;
    private JobState state = JobState.QUEUED;
    private int attempts;
    private @Nullable Attempt attempt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable String result;
    private @Nullable String problem;

    Job(JobKind kind, JobSubmission submission, Instant createdAt) {
        this.id = submission.asked().map(AskedAttempt::job).orElseGet(() -> UUID.randomUUID()
                .toString());
        this.attempts = submission.asked().map(asked -> asked.number() - 1).orElse(0);
        this.kind = kind;
        this.submission = submission;
        this.createdAt = createdAt;
        this.digest = submission.digest();
        this.heldLength = submission.body().length();
    }

    String id() {
        return id;
    }

    JobKind kind() {
        return kind;
    }

    JobSubmission submission() {
        return submission;
    }

    JobState state() {
        return state;
    }

    int attempts() {
        return attempts;
    }

    /** How often it may be tried again here. */
    int retries() {
        return submission.asked().isPresent() ? 0 : kind.retries();
    }

    /** The attempt that runs or ran last. */
    Optional<Attempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    Attempt begin(Timers timers, Body body) {
        Instant now = timers.now();
        startedAt = startedAt == null ? now : startedAt;
        state = JobState.RUNNING;
        problem = null;
        attempts++;
        attempt = new Attempt(id, attempts, now.plus(kind.timeout()), timers, body);
        return attempt;
    }

    /** The attempt failed, and there will be another. */
    void tryAgain(String why) {
        endAttempt();
        state = JobState.QUEUED;
        problem = why;
    }

    void succeed(Instant now, @Nullable String json) {
        end(JobState.SUCCEEDED, now);
        result = json;
        heldLength = json == null ? 0 : json.length();
    }

    void fail(Instant now, String why) {
        end(JobState.FAILED, now);
        problem = why;
    }

    void cancel(Instant now) {
        end(JobState.CANCELLED, now);
    }

    /** Nobody will ask for its result. */
    void drop() {
        result = null;
        heldLength = 0;
    }

    boolean hasBodyOf(JobSubmission other) {
        return digest.equals(other.digest());
    }

    /** The number of characters of its body, or of its result when it is over. */
    int heldLength() {
        return heldLength;
    }

    JobStatus status() {
        return new JobStatus(
                id,
                kind.name(),
                state,
                attempts,
                attempt().flatMap(Attempt::progress),
                createdAt,
                Optional.ofNullable(startedAt),
                Optional.ofNullable(finishedAt),
                Optional.ofNullable(result),
                Optional.ofNullable(problem));
    }

    private void end(JobState last, Instant now) {
        endAttempt();
        state = last;
        finishedAt = now;
        submission = submission.withoutBody();
        heldLength = 0;
    }

    private void endAttempt() {
        if (attempt != null) {
            attempt.end();
        }
    }
}
