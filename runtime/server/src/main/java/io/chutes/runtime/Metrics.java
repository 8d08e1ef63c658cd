package io.chutes.runtime;

import io.chutes.runtime.batch.BatchCounts;
import io.chutes.runtime.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an instance measures, for Prometheus. Nothing is made of it before the first call is over or somebody asks, so that a start
 * does not wait for it.
 */
final class Metrics implements AutoCloseable {
    private final Admission admission;
    private final Calls calls;
    private final List<Engine> engines;
    private final StartupPhases phases;
    private final Map<String, Supplier<BatchCounts>> batches = new ConcurrentHashMap<>();
    private volatile @Nullable Meters meters;

    Metrics(Admission admission, Calls calls, List<Engine> engines, StartupPhases phases) {
        this.admission = admission;
        this.calls = calls;
        this.engines = List.copyOf(engines);
        this.phases = phases;
    }

    /** Has the batches of an endpoint counted. */
    void batches(String endpoint, Supplier<BatchCounts> counts) {
        batches.put(endpoint, counts);
    }

    /** A call of an endpoint is over. */
    void ended(String endpoint, CallOutcome outcome, Duration queued, Duration took) {
        tell(to -> to.ended(endpoint, outcome, queued, took));
    }

    /** A call of an endpoint took these tokens. */
    void took(String endpoint, TokenUsage tokens) {
        tell(to -> to.took(endpoint, tokens));
    }

    private void tell(Consumer<Meters> what) {
        Meters made = meters;
        if (made == null) { // which takes a while, and the caller may not have his answer yet
            Thread.startVirtualThread(() -> what.accept(make()));
        } else {
            what.accept(made);
        }
    }

    /** All of it in the text format of Prometheus. */
    String scrape() {
        return make().scrape(phases.all());
    }

    private synchronized Meters make() {
        Meters made = meters;
        if (made == null) {
            made = new Meters(() -> admission.load(calls.oldest()), Map.copyOf(batches), engines);
            meters = made;
        }
        return made;
    }

    @Override
    public void close() {
        Meters made = meters;
        if (made != null) {
            made.close();
        }
    }
}
