package io.chutes.platform.server.job;

import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.server.fleet.Availability.Target;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.job.InstanceJobs.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to one attempt at its instance until that is over and the instance knows it, or somebody else sees to it. */
final class JobRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How much longer than its timeout an attempt is waited for: its instance ends it, if it can. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    /**
     * What it takes to see to jobs.
     *
     * @param closed opened when this control plane sees to none any more
     */
    record Means(
            Jdbi jdbi,
            Fleet fleet,
            JobQueue queue,
            InstanceJobs instances,
            JobSpending spending,
            Outcomes outcomes,
            InstantSource clock,
            CountDownLatch closed) {}

    private final Jdbi jdbi;
    private final Fleet fleet;
    private final JobQueue queue;
    private final InstanceJobs instances;
    private final JobSpending spending;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final CountDownLatch closed;
    private final Job job;
    private boolean taken;

    JobRun(Means means, Job job) {
        this.jdbi = means.jdbi();
        this.fleet = means.fleet();
        this.queue = means.queue();
        this.instances = means.instances();
        this.spending = means.spending();
        this.outcomes = means.outcomes();
        this.clock = means.clock();
        this.closed = means.closed();
        this.job = job;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (goesOn() && !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean goesOn() throws InterruptedException {
        try {
            Optional<Job> held = jdbi.inTransaction(handle -> queue.renew(handle, job, clock.instant()));
            return held.isPresent() && seeTo(held.get());
        } catch (RuntimeException e) {
            LOG.warn("Could not see to the job {}; it is tried again", job.id(), e);
            return true;
        }
    }

    /** Whether there is more to see to. */
    private boolean seeTo(Job now) throws InterruptedException {
        Optional<Target> instance =
                fleet.running(Objects.requireNonNull(now.state().instance()));
        if (now.status() != JobStatus.RUNNING) {
            return !letGo(now, instance);
        }
        if (instance.isEmpty()) {
            outcomes.lost(now, "its instance ended");
            return true;
        }
        Duration ran = now.ran(clock.instant());
        Duration timeout = outcomes.spec(now).map(JobSpec::timeout).orElse(Duration.ZERO);
        if (ran.compareTo(timeout.plus(GRACE)) > 0) {
            instances.end(instance.get(), now);
            outcomes.lost(
                    now, "nothing came of it in %s, its timeout, and a minute more".formatted(Durations.text(timeout)));
            return true;
        }
        Optional<String> refusal = spending.refusal(now, ran);
        if (refusal.isPresent()) {
            outcomes.cut(now, refusal.get());
            return true;
        }
        heed(now, taken ? instances.ask(instance.get(), now) : instances.start(instance.get(), now, input(now)));
        return true;
    }

    private void heed(Job now, Told told) {
        switch (told) {
            case Told.Going(JobProgress progress) -> {
                taken = true;
                if (progress != null && !progress.equals(now.state().progress())) {
                    jdbi.useHandle(handle -> queue.progress(handle, now, progress));
                }
            }
            case Told.Done(String result) -> outcomes.succeeded(now, result);
            case Told.Failed(var problem) -> outcomes.failed(now, problem);
            case Told.Stopped _ -> outcomes.lost(now, "its instance stopped");
            case Told.Unknown _ -> outcomes.lost(now, "its instance knows nothing of it any more");
            case Told.NotTaken(String reason) -> notTaken(now, reason);
            case Told.Silent(String reason) -> LOG.info("The instance of the job {} is silent: {}", now.id(), reason);
        }
    }

    private void notTaken(Job now, String reason) {
        Instant next = clock.instant().plus(NEXT_TRY);
        jdbi.useTransaction(handle -> queue.lockRunning(handle, now)
                .ifPresent(running -> queue.giveBack(handle, running, "no instance took it yet: " + reason, next)));
    }

    private @Nullable String input(Job now) {
        return jdbi.withHandle(handle -> queue.input(handle, now)).orElse(null);
    }

    // Over, cancelled or not: the instance is told, so that it works for nothing no more and keeps nothing.
    private boolean letGo(Job now, Optional<Target> instance) throws InterruptedException {
        if (instance.isPresent() && !instances.end(instance.get(), now)) {
            return false;
        }
        jdbi.useHandle(handle -> queue.release(handle, now));
        return true;
    }
}
