package io.chutes.runtime.job;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.job.JobFormat.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives jobs their turn, ends attempts that take too long, and tries again what failed. An attempt holds its place until its
 * thread has ended, however long it takes to heed an interrupt, and the next attempt waits for that.
 */
final class JobRunner {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int GATEWAY_TIMEOUT = 504;

    private final int concurrency;
    private final JobFormat format;
    private final Timers timers;
    private final Consumer<Job> over;
    private final Queue<Job> queue = new ArrayDeque<>();
    private final Set<Attempt> running = new HashSet<>();

    /**
     * A runner of no job yet.
     *
     * @param concurrency the most attempts that run at once
     * @param over is told of each job that is over
     */
    JobRunner(int concurrency, JobFormat format, Timers timers, Consumer<Job> over) {
        this.concurrency = concurrency;
        this.format = format;
        this.timers = timers;
        this.over = over;
    }

    /** The pause after that many failed attempts. */
    static Duration pauseAfter(int attempts) {
        int doublings = Math.min(attempts - 1, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    synchronized void submit(Job job) {
        if (!job.state().isOver()) {
            queue.add(job);
            giveTurns();
        }
    }

    /** Whether it was cancelled: what is over cannot be. */
    synchronized boolean cancel(Job job) {
        if (job.state().isOver()) {
            return false;
        }
        queue.remove(job);
        job.cancel(timers.now());
        job.attempt().ifPresent(Attempt::interrupt);
        over.accept(job);
        return true;
    }

    /** Lets go of what it gave. */
    synchronized void drop(Job job) {
        job.drop();
    }

    synchronized JobStatus status(Job job) {
        return job.status();
    }

    /** The attempts whose threads have not ended. */
    synchronized List<Attempt> running() {
        return List.copyOf(running);
    }

    private void giveTurns() {
        while (running.size() < concurrency && !queue.isEmpty()) {
            Job job = queue.remove();
            Attempt attempt = job.begin(timers, format.body(job.submission()));
            running.add(attempt);
            Timers.Timer limit = timers.after(job.kind().timeout(), () -> expire(job, attempt));
            attempt.start("job " + job.kind().name(), () -> run(job, attempt, limit));
        }
    }

    private void run(Job job, Attempt attempt, Timers.Timer limit) {
        Outcome outcome;
        try {
            Object result = job.kind().handler().run(attempt);
            outcome = new Outcome.Done(result == null ? null : format.result(result));
        } catch (Throwable thrown) {
            // What an attempt throws after it was told to stop is neither a failure nor news.
            outcome = attempt.ended() ? new Outcome.Done(null) : new Outcome.Failed(failure(thrown, job, attempt));
        }
        limit.cancel();
        conclude(job, attempt, outcome);
    }

    private synchronized void conclude(Job job, Attempt attempt, Outcome outcome) {
        running.remove(attempt);
        if (!attempt.ended()) {
            switch (outcome) {
                case Outcome.Done(@Nullable String json) -> {
                    job.succeed(timers.now(), json);
                    over.accept(job);
                }
                case Outcome.Failed(Failure failure) -> fail(job, failure);
            }
        }
        if (!job.state().isOver()) {
            timers.after(pauseAfter(job.attempts()), () -> submit(job));
        }
        giveTurns();
    }

    private synchronized void expire(Job job, Attempt attempt) {
        if (!attempt.ended()) {
            fail(job, failure(new ProblemException(GATEWAY_TIMEOUT, limit(job, attempt)), job, attempt));
            attempt.interrupt();
        }
    }

    private void fail(Job job, Failure failure) {
        if (!failure.lasting() && job.retries() > 0 && job.attempts() <= job.retries()) {
            job.tryAgain(failure.problem());
        } else {
            job.fail(timers.now(), failure.problem());
            over.accept(job);
        }
    }

    private Failure failure(Throwable thrown, Job job, Attempt attempt) {
        return format.failure(thrown, job.submission(), attempt.attempt());
    }

    private static String limit(Job job, Attempt attempt) {
        return "Attempt %d took longer than this job's timeout, %s"
                .formatted(attempt.attempt(), job.kind().timeout());
    }

    /** How an attempt ended by itself. */
    private sealed interface Outcome {
        record Done(@Nullable String json) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}
    }
}
