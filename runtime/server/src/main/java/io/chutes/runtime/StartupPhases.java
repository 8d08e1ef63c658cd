package io.chutes.runtime;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long each part of the start took, in order, and what is being done now. */
final class StartupPhases {
    private final List<Phase> phases = new CopyOnWriteArrayList<>();
    private volatile @Nullable String current;
    private volatile @Nullable String progress;

    /** With the part that is over by now: the start of the JVM. */
    static StartupPhases ofThisProcess() {
        var phases = new StartupPhases();
        Instant started =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        phases.add("jvm", started, Instant.now());
        return phases;
    }

    /** Does a part of the start and notes its time. */
    <T> T time(String name, Supplier<T> part) {
        Instant start = Instant.now();
        current = name;
        progress = null;
        T result = part.get();
        current = null;
        add(name, start, Instant.now());
        return result;
    }

    void add(String name, Instant from, Instant to) {
        phases.add(new Phase(name, Duration.between(from, to).toMillis()));
    }

    /** What the part that runs says of itself. */
    void progress(String message) {
        progress = message;
    }

    List<Phase> all() {
        return List.copyOf(phases);
    }

    /** The part that runs, and what it says of itself, if one does. */
    @Nullable String current() {
        return current == null || progress == null ? current : current + ": " + progress;
    }

    @Override
    public String toString() {
        return phases.stream()
                .map(phase -> phase.name() + " " + phase.millis() + " ms")
                .collect(Collectors.joining(", "));
    }

    record Phase(String name, long millis) {}
}
