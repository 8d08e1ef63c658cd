package io.chutes.runtime.engine;

import io.chutes.annotation.EngineCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engines of a chute. */
public final class Engines implements AutoCloseable {
    private final List<Engine> engines;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /**
     * Engines that are not started yet.
     *
     * @param secrets the names of variables that they do not inherit
     */
    public Engines(List<EngineSettings> engines, EnginePace pace, Set<String> secrets, Outages outages) {
        this.engines = engines.stream()
                .map(settings -> new Engine(settings, pace, secrets, outages, failure))
                .toList();
    }

    public List<Engine> all() {
        return engines;
    }

    /**
     * Starts one and waits until it is healthy.
     *
     * @param limit the most that may take
     * @param progress told what it says of itself
     */
    public void start(String name, EngineCommand command, Duration limit, Consumer<String> progress)
            throws EngineException, InterruptedException {
        Engine named = engines.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow();
        named.start(command, limit, progress);
    }

    /**
     * Completed with why one is down, where it is before all are {@link #ready}: the start has failed. Null while none runs that could
     * be.
     */
    public @Nullable CompletableFuture<String> failure() {
        return engines.stream().anyMatch(Engine::isStarted) ? failure : null;
    }

    /** Starts them again from now on where they are down, and has them recovered so. */
    public void ready(Recovery how) {
        engines.forEach(engine -> engine.ready(how));
    }

    /** What the engine that endpoints know by that port wants of its callers; empty if nothing, or if there is none. */
    public String key(int declared) {
        return known(declared).map(Engine::key).orElse("");
    }

    /** Where the engine listens that endpoints know by that port; that port itself if there is none. */
    public int port(int declared) {
        return known(declared).map(Engine::port).orElse(declared);
    }

    private Optional<Engine> known(int declared) {
        return engines.stream()
                .filter(engine -> engine.declaredPort() == declared)
                .findFirst();
    }

    /** Starts none again from now on. */
    public void retire() {
        engines.forEach(Engine::retire);
    }

    /** Ends all, each within its grace. */
    @Override
    public void close() {
        if (engines.isEmpty()) {
            return;
        }
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            engines.forEach(engine -> each.execute(engine::close));
        }
    }
}
