package io.chutes.runtime.job;

import io.chutes.annotation.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of an instance, in its memory: those that wait and run, and the results of those that are over. */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    /** For all of them together: whoever ends the instance gives it so much time and no more. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Map<String, JobKind> kinds = new TreeMap<>();
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<Key, Job> keys = new HashMap<>();
    private final JobLimits limits;
    private final Timers timers;
    private final JobRunner runner;
    private boolean closed;

    public Jobs(JobLimits limits, JobFormat format, Timers timers) {
        this.limits = limits;
        this.timers = timers;
        this.runner = new JobRunner(limits.concurrency(), format, timers, this::keepForAWhile);
    }

    public synchronized void add(JobKind kind) {
        kinds.put(kind.name(), kind);
    }

    /** Starts a job, or names the one that was started with this idempotency key and this body. */
    public synchronized JobStatus start(JobSubmission submission) {
        JobKind kind = kinds.get(submission.name());
        if (kind == null) {
            throw new ProblemException(
                    NOT_FOUND,
                    "There is no job of the name '" + submission.name() + "'; known: "
                            + String.join(", ", kinds.keySet()));
        }
        Job job = submission
                .asked()
                .map(asked -> attempt(asked, kind, submission))
                .or(() -> key(submission).map(key -> keys.computeIfAbsent(key, _ -> newJob(kind, submission))))
                .orElseGet(() -> newJob(kind, submission));
        if (!job.hasBodyOf(submission)) {
            throw new ProblemException(
                    UNPROCESSABLE, "The Idempotency-Key was sent before with another body: send another key with it");
        }
        return runner.status(job);
    }

    public JobStatus status(String id) {
        return runner.status(find(id));
    }

    /** Ends a job; an attempt that runs is interrupted. What is kept elsewhere is forgotten here, over or not. */
    public JobStatus cancel(String id) {
        Job job = find(id);
        boolean cancelled = runner.cancel(job);
        JobStatus status = runner.status(job);
        if (job.submission().asked().isPresent()) {
            forget(job);
        } else if (!cancelled) {
            throw new ProblemException(CONFLICT, "The job is over, and can be cancelled no more");
        }
        return status;
    }

    /** Takes no more jobs, and cancels those that are not over. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<Attempt> running = runner.running();
        jobs.values().forEach(runner::cancel);
        timers.close();
        long until = System.nanoTime() + END_PATIENCE.toNanos();
        try {
            for (Attempt attempt : running) {
                if (!attempt.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                    LOG.warn("Job {} does not heed its interrupt and is left behind", attempt.jobId());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The attempt that is there, or a new one in place of one that is over. */
    private Job attempt(AskedAttempt asked, JobKind kind, JobSubmission submission) {
        Job known = jobs.get(asked.job());
        if (known == null) {
            return newJob(kind, submission);
        }
        JobStatus status = runner.status(known);
        int number = known.submission().asked().map(AskedAttempt::number).orElse(0);
        if (number == asked.number()) {
            return known;
        }
        if (number > asked.number() || !status.state().isOver()) {
            throw new ProblemException(
                    CONFLICT,
                    "Attempt %d of the job '%s' is here, so that attempt %d cannot begin"
                            .formatted(number, asked.job(), asked.number()));
        }
        forget(known);
        return newJob(kind, submission);
    }

    private Job newJob(JobKind kind, JobSubmission submission) {
        if (closed) {
            throw new ProblemException(UNAVAILABLE, "The instance is stopping");
        }
        long characters = jobs.values().stream().mapToLong(Job::heldLength).sum();
        if (jobs.size() >= limits.jobs() || characters + submission.body().length() > limits.characters()) {
            throw new ProblemException(
                    TOO_MANY,
                    "This instance keeps %d jobs and %d characters of their bodies and results, and may keep %d and %d"
                            .formatted(jobs.size(), characters, limits.jobs(), limits.characters()));
        }
        var job = new Job(kind, submission, timers.now());
        jobs.put(job.id(), job);
        runner.submit(job);
        return job;
    }

    private void keepForAWhile(Job job) {
        timers.after(job.kind().resultTtl(), () -> forget(job));
    }

    private synchronized void forget(Job job) {
        jobs.remove(job.id(), job);
        runner.drop(job);
        key(job.submission()).ifPresent(keys::remove);
    }

    private Job find(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new ProblemException(
                    NOT_FOUND, "There is no job of the id '" + id + "' here, or its result was kept no longer");
        }
        return job;
    }

    private static Optional<Key> key(JobSubmission submission) {
        return submission
                .idempotencyKey()
                .map(key -> new Key(submission.caller().orElse(""), submission.name(), key));
    }

    private record Key(String caller, String job, String key) {}
}
