package io.chutes.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How long each part of the start took, in order. */
final class StartupPhases {
    private final List<Phase> phases = new CopyOnWriteArrayList<>();

    /** Does a part of the start and notes its time. */
    <T> T time(String name, Supplier<T> part) {
        Instant start = Instant.now();
        T result = part.get();
        add(name, start, Instant.now());
        return result;
    }

    void add(String name, Instant from, Instant to) {
        phases.add(new Phase(name, Duration.between(from, to).toMillis()));
    }

    List<Phase> all() {
        return List.copyOf(phases);
    }

    @Override
    public String toString() {
        return phases.stream()
                .map(phase -> phase.name() + " " + phase.millis() + " ms")
                .collect(Collectors.joining(", "));
    }

    record Phase(String name, long millis) {}
}
