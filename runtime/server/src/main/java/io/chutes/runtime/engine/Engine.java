package io.chutes.runtime.engine;

import io.chutes.annotation.EngineCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An engine of a chute: started once, then looked after by a thread of its own until it is closed or lost. Where it is down before the
 * chute is ready, the start has failed; later it is started again.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final Duration WORTH_A_LOOK = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final EngineSettings settings;
    private final EnginePace pace;
    private final Set<String> secrets;
    private final Outages outages;
    private final CompletableFuture<String> startFailure;
    private final RestartWindow window;
    private final AtomicLong restarts = new AtomicLong();
    private volatile boolean up;
    private volatile boolean retired;
    private volatile Duration took = Duration.ZERO;
    private volatile String key = "";
    private volatile int port;
    private volatile List<Path> scratch = List.of();
    private boolean closed;
    private volatile @Nullable Recovery recovery;
    private @Nullable EngineProcess process;
    private @Nullable Thread watcher;

    /**
     * One that is not started yet.
     *
     * @param startFailure completed with why it is down, where it is before the chute is ready
     */
    Engine(
            EngineSettings settings,
            EnginePace pace,
            Set<String> secrets,
            Outages outages,
            CompletableFuture<String> startFailure) {
        this.settings = settings;
        this.pace = pace;
        this.secrets = Set.copyOf(secrets);
        this.outages = outages;
        this.startFailure = startFailure;
        this.port = settings.port();
        this.window = new RestartWindow(settings.restarts(), settings.window());
    }

    public String name() {
        return settings.name();
    }

    /** Whether it can take calls, as far as is known. */
    public boolean isUp() {
        return up;
    }

    /** What its endpoints know it by. */
    int declaredPort() {
        return settings.port();
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** What it wants of its callers; empty if nothing, or not started. */
    String key() {
        return key;
    }

    /** How often it was started again. */
    public long restarts() {
        return restarts.get();
    }

    /** Starts it, waits until it is healthy, and looks after it from then on. */
    void start(EngineCommand command, Duration limit, Consumer<String> progress)
            throws EngineException, InterruptedException {
        key = command.key();
        port = command.port() == 0 ? settings.port() : command.port();
        scratch = command.scratch();
        EngineProcess started = launch(command, limit, progress);
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("closed as it started");
            }
            up = true;
            watcher = Thread.ofPlatform().name("engine " + name()).daemon().start(() -> {
                MDC.put("engine", name());
                lookAfter(started, command);
            });
        }
    }

    /** Whether it was healthy once. */
    synchronized boolean isStarted() {
        return watcher != null;
    }

    /** Starts it again from now on where it is down. */
    synchronized void ready(Recovery how) {
        recovery = how;
    }

    /** Starts it no more from now on. */
    void retire() {
        retired = true;
    }

    /** Ends it, in the middle of its start too, and deletes what it has written. */
    @Override
    public void close() {
        @Nullable EngineProcess last;
        @Nullable Thread thread;
        synchronized (this) {
            closed = true;
            last = process;
            thread = watcher;
        }
        if (thread != null) {
            thread.interrupt();
        }
        if (last != null) {
            last.stop(pace.grace());
        }
        up = false;
        scratch.forEach(Scratch::delete);
    }

    /** A healthy process; none is left where there is an exception. */
    private EngineProcess launch(EngineCommand command, Duration limit, Consumer<String> progress)
            throws EngineException, InterruptedException {
        long began = System.nanoTime();
        EngineProcess started = spawn(command);
        boolean healthy = false;
        try {
            awaitHealthy(started, limit, progress);
            healthy = true;
        } finally {
            if (!healthy) {
                started.stop(pace.grace());
            }
        }
        took = Duration.ofNanos(System.nanoTime() - began);
        LOG.atInfo().addKeyValue("engine", name()).log("Healthy after {} ms", took.toMillis());
        return started;
    }

    private synchronized EngineProcess spawn(EngineCommand command) throws EngineException, InterruptedException {
        if (closed) {
            throw new InterruptedException("closed before it started");
        }
        EngineProcess started = EngineProcess.start(name(), command, port, secrets);
        process = started;
        return started;
    }

    private void awaitHealthy(EngineProcess started, Duration limit, Consumer<String> progress)
            throws EngineException, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        String said = "";
        String ill = "it was not asked";
        while (!started.awaitExit(pace.poll())) {
            if (startFailure.isDone()) {
                throw new EngineException("was not waited for: " + startFailure.join(), "");
            }
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (!left.isPositive()) {
                throw new EngineException(
                        "was not healthy within %d ms: %s".formatted(limit.toMillis(), ill), started.lastLines());
            }
            Optional<String> found = health().failure(key, left.compareTo(pace.answer()) < 0 ? left : pace.answer());
            if (found.isEmpty()) {
                started.look();
                return;
            }
            if (left.compareTo(WORTH_A_LOOK) > 0) { // or all that is said is that the time was over
                ill = found.get();
            }
            if (!started.lastLine().equals(said)) {
                said = started.lastLine();
                progress.accept(said);
            }
        }
        throw new EngineException(started.howItEnded() + " before it was healthy", started.lastLines());
    }

    private void lookAfter(EngineProcess first, EngineCommand command) {
        try {
            @Nullable EngineProcess current = first;
            while (current != null) {
                String reason = awaitDown(current);
                up = false;
                @Nullable Recovery how = recoveryOrFailure(current, reason);
                if (how == null) {
                    current.stop(pace.grace());
                    return;
                }
                current = recovered(current, reason, command, how);
            }
        } catch (InterruptedException e) {
            LOG.debug("Closed", e);
        } catch (RuntimeException e) {
            LOG.error("A bug of the runtime ends this instance", e);
            outages.lost("the engine %s is looked after no more: %s".formatted(name(), e));
        }
    }

    /** How it is recovered; null where the chute is not ready yet, whose start that ends. */
    private @Nullable Recovery recoveryOrFailure(EngineProcess current, String reason) {
        if (recovery != null) {
            return recovery;
        }
        String last = current.lastLines(); // a while before all is read, which nobody is to wait for
        synchronized (this) {
            if (recovery == null) {
                startFailure.complete("the engine %s %s before the chute was ready%s"
                        .formatted(name(), reason, last.isEmpty() ? "" : "; its last lines: " + last));
            }
            return recovery;
        }
    }

    private HealthCheck health() {
        return new HealthCheck(port, settings.health());
    }

    private String awaitDown(EngineProcess current) throws InterruptedException {
        int misses = 0;
        while (!current.awaitExit(pace.watch())) {
            current.look();
            Optional<String> ill = health().failure(key, pace.answer());
            misses = ill.isPresent() ? misses + 1 : 0;
            if (ill.isPresent()) {
                LOG.warn("Not healthy, {} of {} times: {}", misses, pace.misses(), ill.get());
            }
            if (misses == pace.misses()) {
                return "was not healthy %d times in a row: %s".formatted(misses, ill.orElse(""));
            }
        }
        return current.howItEnded();
    }

    /** The process that takes its place; null if there is none. */
    private @Nullable EngineProcess recovered(EngineProcess current, String reason, EngineCommand command, Recovery how)
            throws InterruptedException {
        String why = reason;
        while (!retired) {
            int restart = window.next(System.nanoTime());
            if (restart == RestartWindow.EXHAUSTED) {
                outages.lost(
                        "the engine %s %s; it was started again %d times, the most that @Engine allows in a row or within %d s"
                                .formatted(
                                        name(),
                                        why,
                                        settings.restarts(),
                                        settings.window().toSeconds()));
                current.stop(pace.grace());
                return null;
            }
            Duration pause = pace.pause(restart);
            LOG.warn("It {}: restart {} of {} in {} ms", why, restart, settings.restarts(), pause.toMillis());
            outages.down(
                    name(), "The engine %s %s and is being started again".formatted(name(), why), pause.plus(took));
            current.stop(pace.grace());
            Thread.sleep(pause);
            restarts.incrementAndGet();
            try {
                EngineProcess next = relaunch(command, how);
                up = true;
                window.up();
                outages.up(name());
                return next;
            } catch (EngineException e) {
                why = e.reason();
            }
        }
        LOG.warn("It {}; this instance is stopping", why);
        return null;
    }

    /** A process that is as warm as the first was when the chute became ready; none is left where there is an exception. */
    private EngineProcess relaunch(EngineCommand command, Recovery how) throws EngineException, InterruptedException {
        long began = System.nanoTime();
        EngineProcess next = launch(command, settings.startup(), _ -> {});
        var down = new CompletableFuture<String>();
        Thread watch = Thread.ofPlatform().name("warm-up of " + name()).daemon().start(() -> tellDown(next, down));
        boolean recovered = false;
        try {
            how.recover(down);
            recovered = true;
        } catch (RuntimeException e) {
            throw new EngineException(
                    next.awaitExit(LAST_WORDS)
                            ? next.howItEnded() + " before it was warm"
                            : "was started again, and then " + e.getMessage(),
                    "");
        } finally {
            watch.interrupt();
            if (!recovered) {
                next.stop(pace.grace());
            }
        }
        took = Duration.ofNanos(System.nanoTime() - began);
        return next;
    }

    private void tellDown(EngineProcess next, CompletableFuture<String> down) {
        MDC.put("engine", name());
        try {
            down.complete(awaitDown(next));
        } catch (InterruptedException e) {
            LOG.debug("It is warm, or its end is known", e);
        }
    }
}
