package io.chutes.runtime;

import io.chutes.annotation.StartupContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the methods of a chute that prepare and end it, each on a thread of its own that a limit can interrupt. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

    private final Settings settings;
    private final StartupPhases phases;
    private final Clock clock;

    Hooks(Settings settings, StartupPhases phases, Clock clock) {
        this.settings = settings;
        this.phases = phases;
        this.clock = clock;
    }

    /** Runs all that come before readiness; the first that fails ends the start. */
    void start(Preparation preparation) {
        long began = System.nanoTime();
        Instant deadline = clock.instant().plus(settings.startup());
        for (Preparation.Step step : preparation.beforeReady()) {
            Duration left = settings.startup().minusNanos(System.nanoTime() - began);
            phases.time(step.method(), () -> startUp(step, deadline, left));
        }
    }

    private boolean startUp(Preparation.Step step, Instant deadline, Duration left) {
        try {
            run(step, deadline, left);
            return true;
        } catch (TimeoutException e) {
            throw new StartupException("%s did not end within the %s that @Timeouts(startup) gives the whole start"
                    .formatted(step.method(), seconds(settings.startup())));
        } catch (ExecutionException e) {
            throw new StartupException("%s threw %s".formatted(step.method(), e.getCause()), e.getCause());
        }
    }

    /** Runs all that come after the last call; what one of them throws is logged, and the others still run. */
    void stop(Preparation preparation) {
        for (Preparation.Step step : preparation.atEnd()) {
            try {
                run(step, clock.instant().plus(SHUTDOWN_LIMIT), SHUTDOWN_LIMIT);
            } catch (TimeoutException e) {
                LOG.error("{} did not end within {} and was interrupted", step.method(), seconds(SHUTDOWN_LIMIT));
            } catch (ExecutionException e) {
                LOG.error("{} failed", step.method(), e.getCause());
            }
        }
    }

    private void run(Preparation.Step step, Instant deadline, Duration limit)
            throws TimeoutException, ExecutionException {
        var context = new HookContext(settings.chute(), deadline, step.method(), phases);
        var task = new FutureTask<@Nullable Void>(() -> {
            step.hook().run(context);
            return null;
        });
        Thread thread = Thread.ofPlatform().name(step.method()).daemon().start(task);
        try {
            task.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while %s ran".formatted(step.method()));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private record HookContext(String chute, Instant deadline, String method, StartupPhases phases)
            implements StartupContext {
        @Override
        public void progress(String message) {
            LOG.info("{}: {}", method, message);
            phases.progress(message);
        }
    }
}
