package io.chutes.platform.server.job;

import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.Problem;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.server.chute.Chutes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How attempts end, written down in one transaction with what they cost and who hears of it. Only whoever holds a job writes. */
final class Outcomes {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 10;
    private static final int PAYMENT_REQUIRED = 402;
    private static final int UNAVAILABLE = 503;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final JobQueue queue;
    private final JobSpending spending;
    private final InstantSource clock;
    private final JobStore store = new JobStore();

    Outcomes(Jdbi jdbi, Chutes chutes, JobQueue queue, JobSpending spending, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.queue = queue;
        this.spending = spending;
        this.clock = clock;
    }

    /** The pause after that many failed attempts. */
    static Duration pauseAfter(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** What the version that runs a job says of it. */
    Optional<JobSpec> spec(Job job) {
        Integer version = job.state().version();
        return version == null
                ? Optional.empty()
                : chutes.manifest(job.chuteId(), version).jobs().stream()
                        .filter(spec -> spec.name().equals(job.state().job()))
                        .findFirst();
    }

    /** The attempt is done. */
    void succeeded(Job job, @Nullable String result) {
        conclude(job, (handle, running, now) -> {
            spending.pay(running, running.ran(now), now);
            Duration kept = spec(running).map(JobSpec::resultTtl).orElse(Duration.ZERO);
            queue.succeed(handle, running, result, kept, now);
            JobEvents.tell(
                    handle,
                    running,
                    "job.succeeded",
                    "It is done after attempt %d; its result is kept for %s"
                            .formatted(running.state().attempt(), Durations.text(kept)));
        });
    }

    /** The attempt failed; there is another unless that would fail alike, or there were enough. */
    void failed(Job job, Problem problem) {
        conclude(job, (handle, running, now) -> {
            int attempt = running.state().attempt();
            int retries = spec(running).map(JobSpec::retries).orElse(0);
            if (JobProblems.isLasting(problem) || attempt > retries) {
                fail(handle, running, problem, now);
                return;
            }
            Duration pause = pauseAfter(attempt);
            String reason = "attempt %d failed: %s; the next begins in %s"
                    .formatted(attempt, JobProblems.sentence(problem), Durations.text(pause));
            queue.again(handle, running, reason, JobProblems.json(problem), now.plus(pause));
            JobEvents.tell(handle, running, "job.attempt-failed", reason);
        });
    }

    /** The attempt is lost with its instance, or with what that remembered. */
    void lost(Job job, String why) {
        failed(job, JobProblems.of(job, UNAVAILABLE, "The attempt was lost: " + why));
    }

    /** Nothing more may be spent on it: what it took until now is paid. */
    void cut(Job job, String refusal) {
        conclude(job, (handle, running, now) -> {
            spending.pay(running, running.ran(now), now);
            fail(handle, running, JobProblems.of(running, PAYMENT_REQUIRED, refusal), now);
        });
    }

    /** A job that waits will never run. */
    void fail(Handle handle, Job job, Problem problem, Instant now) {
        store.end(handle, job.id(), JobStatus.FAILED, JobProblems.sentence(problem), JobProblems.json(problem), now);
        JobEvents.tell(handle, job, "job.failed", JobProblems.sentence(problem));
    }

    private void conclude(Job job, Conclusion conclusion) {
        jdbi.useTransaction(handle -> {
            Optional<Job> running = queue.lockRunning(handle, job);
            if (running.isPresent()) {
                conclusion.write(handle, running.get(), clock.instant());
            }
        });
    }

    @FunctionalInterface
    private interface Conclusion {
        void write(Handle handle, Job running, Instant now);
    }
}
