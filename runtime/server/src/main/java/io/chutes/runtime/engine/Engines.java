package io.chutes.runtime.engine;

import io.chutes.annotation.EngineCommand;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The engines of a chute. */
public final class Engines implements AutoCloseable {
    private final List<Engine> engines;

    /**
     * Engines that are not started yet.
     *
     * @param secrets the names of variables that they do not inherit
     */
    public Engines(List<EngineSettings> engines, EnginePace pace, Set<String> secrets, Outages outages) {
        this.engines = engines.stream()
                .map(settings -> new Engine(settings, pace, secrets, outages))
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

    /** What the engine at that port wants of its callers; empty if nothing, or if none is there. */
    public String key(int port) {
        return engines.stream()
                .filter(engine -> engine.port() == port)
                .map(Engine::key)
                .findFirst()
                .orElse("");
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
