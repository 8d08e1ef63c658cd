package io.chutes.runtime;

import io.chutes.runtime.engine.EngineSettings;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a chute asks for before its first call and after its last, in the order it is done. */
final class Preparation implements Lifecycle {
    /** No {@link Comparator#comparing}, whose serializable lambdas no AOT cache can hold. */
    private static final Comparator<Step> BY_PRIORITY =
            (one, other) -> Integer.compare(one.priority(), other.priority());

    private final Map<String, Consumer<Path>> weights = new LinkedHashMap<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final List<EngineStep> engines = new ArrayList<>();
    private final List<Step> startup = new ArrayList<>();
    private final List<Step> warmup = new ArrayList<>();
    private final List<Step> shutdown = new ArrayList<>();

    static Preparation of(ChuteRoutes routes) {
        var preparation = new Preparation();
        routes.prepare(preparation);
        preparation.startup.sort(BY_PRIORITY);
        preparation.shutdown.sort(BY_PRIORITY);
        return preparation;
    }

    @Override
    public void weights(String field, Consumer<Path> setter) {
        weights.put(field, setter);
    }

    @Override
    public void secret(String name, Consumer<String> setter) {
        secrets.add(new Secret(name, setter));
    }

    @Override
    public void engine(
            String method,
            int port,
            String health,
            Duration startupLimit,
            int restarts,
            Duration window,
            Launch launch) {
        engines.add(new EngineStep(new EngineSettings(method, port, health, startupLimit, restarts, window), launch));
    }

    @Override
    public void onStartup(String method, int priority, Hook hook) {
        startup.add(new Step(method, priority, hook));
    }

    @Override
    public void warmup(String method, Hook hook) {
        warmup.add(new Step(method, 0, hook));
    }

    @Override
    public void onShutdown(String method, int priority, Hook hook) {
        shutdown.add(new Step(method, priority, hook));
    }

    /** Sets the fields that take secrets and folders. */
    void supply(ServerConfig config) {
        for (Secret secret : secrets) {
            String value = config.secrets().get(secret.name);
            if (value == null) {
                throw new StartupException(
                        "the secret %s is not there: give it to the chute, or remove its @Secret field"
                                .formatted(secret.name));
            }
            secret.setter.accept(value);
        }
        weights.forEach((field, setter) -> {
            Path folder = config.weights().get(field);
            if (folder == null || !Files.isDirectory(folder)) {
                throw new StartupException(
                        folder == null
                                ? "the weights of the field %s are not there: CHUTES_WEIGHTS must name a folder with a folder %s"
                                        .formatted(field, field)
                                : "the weights folder of the field %s does not exist: %s".formatted(field, folder));
            }
            WeightsLockFile.check(field, folder);
            setter.accept(folder);
        });
    }

    /** The names of those it has. */
    Set<String> secretNames() {
        return secrets.stream().map(Secret::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The processes that run beside it, in the order they start. */
    List<EngineStep> engines() {
        return List.copyOf(engines);
    }

    /** The methods that run before the chute is ready, in order. */
    List<Step> beforeReady() {
        return Stream.concat(startup.stream(), warmup.stream()).toList();
    }

    /** Of those, the ones that run again before an engine that was started again takes calls. */
    List<Step> warmUps() {
        return List.copyOf(warmup);
    }

    /** The methods that run after the last call, in order. */
    List<Step> atEnd() {
        return List.copyOf(shutdown);
    }

    /**
     * A method to run.
     *
     * @param method its name
     * @param priority lower first
     */
    record Step(String method, int priority, Hook hook) {}

    /** A process to start. */
    record EngineStep(EngineSettings settings, Launch launch) {}

    private record Secret(String name, Consumer<String> setter) {}
}
