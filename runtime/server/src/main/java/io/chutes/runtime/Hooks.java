package io.chutes.runtime;

import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.StartupContext;
import io.chutes.runtime.engine.EngineException;
import io.chutes.runtime.engine.Engines;
import io.chutes.runtime.engine.Outages;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the methods of a chute that prepare and end it, each on a thread of its own that a limit can interrupt. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(3);

    private final Settings settings;
    private final StartupPhases phases;
    private final Outages outages;
    private final Clock clock;
    private final Duration shutdownLimit;
    /** Held as what several engines serve is warmed up again: a chute has one warm-up. */
    private final Lock warmingUp = new ReentrantLock();

    Hooks(Settings settings, StartupPhases phases, Outages outages, Clock clock) {
        this(settings, phases, outages, clock, SHUTDOWN_LIMIT);
    }

    Hooks(Settings settings, StartupPhases phases, Outages outages, Clock clock, Duration shutdownLimit) {
        this.settings = settings;
        this.phases = phases;
        this.outages = outages;
        this.clock = clock;
        this.shutdownLimit = shutdownLimit;
    }

    /**
     * Starts engines, then runs all that comes before readiness; the first that fails ends the start. From then on an engine that is down
     * is started again.
     */
    void start(Preparation preparation, Engines engines) {
        var limit = Limit.of(settings.startup(), clock);
        for (Preparation.EngineStep step : preparation.engines()) {
            String name = step.settings().name();
            phases.time("engine " + name, () -> startEngine(step, engines, limit));
        }
        for (Preparation.Step step : preparation.beforeReady()) {
            phases.time(step.method(), () -> startUp(step, limit, engines.failure()));
        }
        engines.ready(down -> warmUpAgain(preparation, down));
        CompletableFuture<String> failure = engines.failure();
        if (failure != null && failure.isDone()) {
            throw new StartupException(failure.join());
        }
    }

    private void warmUpAgain(Preparation preparation, CompletableFuture<String> down) {
        try {
            warmingUp.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted before the warm-up");
        }
        try {
            var limit = Limit.of(settings.startup(), clock);
            preparation.warmUps().forEach(step -> startUp(step, limit, down));
        } finally {
            warmingUp.unlock();
        }
    }

    private Preparation.EngineStep startEngine(Preparation.EngineStep step, Engines engines, Limit limit) {
        String name = step.settings().name();
        EngineCommand command = startUp(
                name,
                limit,
                engines.failure(),
                context -> Objects.requireNonNull(step.launch().command(context), "it returned null"));
        Duration own = step.settings().startup();
        Duration left = limit.left();
        try {
            engines.start(name, command, own.compareTo(left) < 0 ? own : left, phases::progress);
            return step;
        } catch (EngineException e) {
            throw new StartupException("the engine %s %s".formatted(name, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while the engine %s started".formatted(name));
        }
    }

    private Preparation.Step startUp(Preparation.Step step, Limit limit, @Nullable CompletableFuture<String> failure) {
        return startUp(step.method(), limit, failure, context -> {
            step.hook().run(context);
            return step;
        });
    }

    /**
     * Runs a part of the start.
     *
     * @param failure completed with why the start has failed meanwhile, which ends the part; null if nothing else can fail it
     */
    private <T> T startUp(String method, Limit limit, @Nullable CompletableFuture<String> failure, Work<T> work) {
        try {
            return run(method, limit.deadline(), limit.left(), failure, work);
        } catch (CancellationException e) {
            throw new StartupException(Objects.requireNonNull(failure).join());
        } catch (TimeoutException e) {
            throw new StartupException("%s did not end within the %s that @Timeouts(startup) gives the whole start"
                    .formatted(method, seconds(settings.startup())));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException && failure != null && isCompletedSoon(failure)) {
                throw new StartupException(failure.join(), e.getCause());
            }
            throw new StartupException("%s threw %s".formatted(method, e.getCause()), e.getCause());
        }
    }

    /** A connection breaks off a little before its other end is seen to be gone. */
    private static boolean isCompletedSoon(CompletableFuture<String> failure) {
        return failure.thenApply(_ -> true)
                .completeOnTimeout(false, SOON.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * Runs all that come after the last call, within one limit; what one of them throws is logged, and the others still run. One
     * may take what is left but for a part that is kept for those after it.
     */
    void stop(Preparation preparation) {
        List<Preparation.Step> steps = preparation.atEnd();
        var whole = Limit.of(shutdownLimit, clock);
        int after = steps.size();
        for (Preparation.Step step : steps) {
            after--;
            Duration own = whole.left().minus(shutdownLimit.multipliedBy(after).dividedBy(2L * steps.size()));
            try {
                run(step.method(), clock.instant().plus(own), own, null, context -> {
                    step.hook().run(context);
                    return step;
                });
            } catch (TimeoutException e) {
                LOG.error("{} did not end within {} and was interrupted", step.method(), seconds(own));
            } catch (ExecutionException e) {
                LOG.error("{} failed", step.method(), e.getCause());
            }
        }
    }

    private <T> T run(
            String method, Instant deadline, Duration limit, @Nullable CompletableFuture<String> failure, Work<T> work)
            throws TimeoutException, ExecutionException {
        var context = new HookContext(
                settings.chute(), settings.gpus(), settings.concurrency(), deadline, method, phases, outages);
        var task = new FutureTask<>(() -> work.run(context));
        Thread thread = Thread.ofPlatform().name(method).daemon().start(task);
        if (failure != null) {
            var _ = failure.thenRun(() -> task.cancel(true));
        }
        try {
            return task.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while %s ran".formatted(method));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** What a method of a chute does. */
    @FunctionalInterface
    private interface Work<T> {
        T run(StartupContext context) throws Exception;
    }

    /**
     * The end of what a start or an end may take.
     *
     * @param deadline by the chute's clock
     * @param nanos by {@link System#nanoTime}
     */
    private record Limit(Instant deadline, long nanos) {
        static Limit of(Duration duration, Clock clock) {
            return new Limit(clock.instant().plus(duration), System.nanoTime() + duration.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(nanos - System.nanoTime());
        }
    }

    private record HookContext(
            String chute,
            int gpus,
            int concurrency,
            Instant deadline,
            String method,
            StartupPhases phases,
            Outages outages)
            implements StartupContext {
        @Override
        public void progress(String message) {
            LOG.info("{}: {}", method, message);
            phases.progress(message);
        }

        @Override
        public void fail(String reason) {
            LOG.error("{}: {}", method, reason);
            outages.lost(reason);
        }
    }
}
