package io.chutes.platform.server.job;

import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Availability.Target;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.scaling.Scaler;
import io.chutes.platform.server.web.ApiException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has jobs run: each control plane takes some of those that are due and sees to them, and takes over what another left. Each pass starts
 * from what the database says.
 */
public final class JobDispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobDispatcher.class);
    private static final Duration PASS_EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;
    private static final int NOT_FOUND = 404;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final Fleet fleet;
    private final JobSpending spending;
    private final InstantSource clock;
    private final JobQueue queue = new JobQueue(newName());
    private final Outcomes outcomes;
    private final InstanceJobs instances = new InstanceJobs();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final JobRun.Means means;
    private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop = Thread.ofVirtual().name("jobs").unstarted(this::loop);
    private Set<Load.Told> told = Set.of();

    JobDispatcher(Jdbi jdbi, Chutes chutes, Fleet fleet, JobSpending spending, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.fleet = fleet;
        this.spending = spending;
        this.clock = clock;
        this.outcomes = new Outcomes(jdbi, chutes, queue, spending, clock);
        this.means = new JobRun.Means(jdbi, fleet, queue, instances, spending, outcomes, clock, closed);
    }

    /** Begins; it ends with the fleet, or when it is closed. */
    void start() {
        loop.start();
    }

    private void loop() {
        while (closed.getCount() > 0 && !fleet.signal().isClosed()) {
            long seen = fleet.signal().changes();
            try {
                pass();
            } catch (RuntimeException e) {
                LOG.warn("A pass over the jobs failed; the next one follows", e);
                seen = fleet.signal().changes();
            }
            try {
                fleet.signal().await(seen, PASS_EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Tells what is asked of instances, takes over what was left, and has what is due begin. */
    void pass() {
        tell();
        jdbi.inTransaction(handle -> queue.adopt(handle, clock.instant(), AT_ONCE))
                .forEach(this::seeTo);
        jdbi.useTransaction(handle -> queue.ofDeletedChutes(handle, AT_ONCE)
                .forEach(job -> outcomes.fail(
                        handle, job, JobProblems.of(job, NOT_FOUND, "The chute was deleted"), clock.instant())));
        for (JobQueue.Waiting waiting : jdbi.withHandle(handle -> queue.waiting(handle, clock.instant()))) {
            chutes.find(waiting.accountId(), waiting.chute()).ifPresent(this::dispatch);
        }
    }

    // What is no longer asked is told once more, as nothing: else it would count for a while.
    private void tell() {
        Set<Load.Told> now = jdbi.inTransaction(handle -> {
            Instant moment = clock.instant();
            fleet.load().jobs(queue.running(handle));
            Set<Load.Told> demand = Set.copyOf(queue.demand(handle, moment));
            Set<Load.Served> served = demand.stream().map(Load.Told::served).collect(Collectors.toSet());
            Stream<Load.Told> over = told.stream()
                    .map(Load.Told::served)
                    .filter(it -> !served.contains(it))
                    .map(it -> new Load.Told(it, 0, 0));
            Scaler.tellJobs(handle, Stream.concat(demand.stream(), over).toList(), moment);
            return demand;
        });
        if (!now.equals(told)) {
            told = now;
            fleet.changed();
        }
    }

    private void dispatch(Chute chute) {
        switch (fleet.look(chute)) {
            case Availability.Ready(List<Target> ready) -> {
                List<Target> targets = ready.stream()
                        .filter(target -> target.version() == chute.version())
                        .toList();
                while (jdbi.inTransaction(handle -> begin(handle, chute, targets))
                        .map(this::seeTo)
                        .isPresent()) {}
                waits(
                        chute,
                        targets.isEmpty()
                                ? "no instance of version %d is ready yet".formatted(chute.version())
                                : "each of its instances, %d now, runs as many jobs as it may, %d"
                                        .formatted(
                                                targets.size(),
                                                chute.manifest().scaling().concurrency()));
            }
            case Availability.Starting(String reason) -> waits(chute, reason);
            case Availability.Unavailable(String reason, var _) -> waits(chute, reason);
        }
    }

    private void waits(Chute chute, String reason) {
        jdbi.useHandle(handle -> queue.waits(handle, chute.id(), reason, clock.instant()));
    }

    private Optional<Job> begin(Handle handle, Chute chute, List<Target> targets) {
        queue.lockChute(handle, chute.id());
        Map<String, Integer> running = queue.running(handle, chute.id());
        Optional<Target> free = targets.stream()
                .filter(it -> running.getOrDefault(it.instance(), 0)
                        < chute.manifest().scaling().concurrency())
                .min(Comparator.comparingInt(it ->
                        running.getOrDefault(it.instance(), 0) + fleet.load().calls(it.instance())));
        if (free.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        for (Optional<Job> next = queue.next(handle, chute.id(), now);
                next.isPresent();
                next = queue.next(handle, chute.id(), now)) {
            Job job = next.get();
            Optional<ApiException> refusal = refusal(job, chute);
            if (refusal.isEmpty()) {
                return Optional.of(
                        queue.begin(handle, job, chute.version(), free.get().instance(), now));
            }
            outcomes.fail(handle, job, JobProblems.of(job, refusal.get()), now);
        }
        return Optional.empty();
    }

    // What held when it was started may hold no longer.
    private Optional<ApiException> refusal(Job job, Chute chute) {
        if (chutes.callable(job.owner().accountId(), chute.account(), chute.name())
                .isEmpty()) {
            return Optional.of(
                    ApiException.notFound("There is no chute '%s' for you any more".formatted(job.fullChute())));
        }
        if (!has(chute.manifest(), job.state().job())) {
            return Optional.of(ApiException.notFound("Version %d of the chute, which serves now, has no job '%s'"
                    .formatted(chute.version(), job.state().job())));
        }
        return spending.refusal(job.owner(), chute);
    }

    private static boolean has(Manifest manifest, String job) {
        return manifest.jobs().stream().anyMatch(spec -> spec.name().equals(job));
    }

    private Job seeTo(Job job) {
        runs.execute(new JobRun(means, job));
        return job;
    }

    private static String newName() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return "d-" + HexFormat.of().formatHex(bytes);
    }

    /** Ends here; what runs goes on at its instances, and other control planes see to it. */
    @Override
    public void close() {
        closed.countDown();
        instances.close();
        runs.close();
        try {
            loop.join();
            jdbi.useHandle(handle -> queue.leave(handle, clock.instant()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The jobs that were seen to here are taken over in {} s", JobQueue.LEASE.toSeconds(), e);
        }
    }
}
