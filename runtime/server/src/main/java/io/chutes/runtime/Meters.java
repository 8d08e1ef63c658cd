package io.chutes.runtime;

import io.chutes.runtime.batch.BatchCounts;
import io.chutes.runtime.batch.Release;
import io.chutes.runtime.engine.Engine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The meters of an instance: {@code chutes.requests} and {@code chutes.queue}, timers by endpoint, the former by outcome and status
 * too; {@code chutes.in.flight}, {@code chutes.queued}, {@code chutes.concurrency} and {@code chutes.oldest} in seconds;
 * {@code chutes.batches} by endpoint and why they were released, and {@code chutes.batched.requests}; {@code chutes.tokens} by
 * endpoint and whether they are {@code input} or {@code output}; {@code chutes.engine.up} and
 * {@code chutes.engine.restarts} by engine; {@code chutes.gpu.memory.used} and {@code chutes.gpu.memory.total} in bytes by GPU, where
 * {@code nvidia-smi} tells; {@code chutes.startup} in seconds by phase; and Micrometer's own of the JVM and the processor.
 */
final class Meters implements AutoCloseable {
    /** From a quick answer to a long generation. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<Request, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> queues = new ConcurrentHashMap<>();
    private final Map<String, GpuMemory.Use> gpus = new ConcurrentHashMap<>();

    Meters(Supplier<Admission.Load> load, Map<String, Supplier<BatchCounts>> batches, List<Engine> engines) {
        gauge("chutes.in.flight", "Calls that run", () -> load.get().inFlight());
        gauge("chutes.queued", "Calls that wait for a place", () -> load.get().queued());
        gauge("chutes.concurrency", "The most calls that run at once", () -> load.get()
                .concurrency());
        Gauge.builder("chutes.oldest", () -> load.get().oldestMs() / 1e3)
                .description("How long the call runs that runs the longest")
                .baseUnit("seconds")
                .register(registry);
        batches.forEach(this::batches);
        engines.forEach(this::engine);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private record Request(String endpoint, CallOutcome outcome) {}

    void ended(String endpoint, CallOutcome outcome, Duration queued, Duration took) {
        requests.computeIfAbsent(new Request(endpoint, outcome), this::timer).record(took);
        queues.computeIfAbsent(endpoint, this::queue).record(queued);
    }

    void took(String endpoint, TokenUsage tokens) {
        tokens(endpoint, "input").increment((double) tokens.input());
        tokens(endpoint, "output").increment((double) tokens.output());
    }

    private Counter tokens(String endpoint, String type) {
        return Counter.builder("chutes.tokens")
                .description("Tokens that answers in the form of OpenAI's API say they took")
                .tag("endpoint", endpoint)
                .tag("type", type)
                .register(registry);
    }

    /** All of it, and how long the phases took that are over. */
    String scrape(List<StartupPhases.Phase> phases) {
        for (StartupPhases.Phase phase : phases) { // those that are there already stay as they are
            Gauge.builder("chutes.startup", () -> phase.millis() / 1e3)
                    .description("How long a phase of the start took")
                    .baseUnit("seconds")
                    .tag("phase", phase.name())
                    .register(registry);
        }
        gpus.clear();
        gpus.putAll(GpuMemory.now());
        gpus.keySet().forEach(this::gpu);
        return registry.scrape();
    }

    /** One that is not told any more has no number. */
    private void gpu(String index) {
        gpuGauge("chutes.gpu.memory.used", "Memory in use of a GPU", index, GpuMemory.Use::used);
        gpuGauge("chutes.gpu.memory.total", "Memory of a GPU", index, GpuMemory.Use::total);
    }

    private void gpuGauge(String name, String description, String index, ToLongFunction<GpuMemory.Use> value) {
        Gauge.builder(name, gpus, uses -> {
                    GpuMemory.Use use = uses.get(index);
                    return use == null ? Double.NaN : value.applyAsLong(use);
                })
                .description(description)
                .baseUnit("bytes")
                .tag("gpu", index)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private Timer timer(Request request) {
        return Timer.builder("chutes.requests")
                .description("Calls of endpoints, from their arrival to the last byte of their answers")
                .tag("endpoint", request.endpoint)
                .tag("outcome", request.outcome.word())
                .tag("status", Integer.toString(request.outcome.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Timer queue(String endpoint) {
        return Timer.builder("chutes.queue")
                .description("How long calls waited for a place")
                .tag("endpoint", endpoint)
                .register(registry);
    }

    private void batches(String endpoint, Supplier<BatchCounts> counts) {
        for (Release release : Release.values()) {
            FunctionCounter.builder(
                            "chutes.batches", counts, now -> now.get().batches().get(release))
                    .description("Batches by why they waited no longer")
                    .tags(Tags.of(
                            "endpoint", endpoint, "release", release.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
        FunctionCounter.builder(
                        "chutes.batched.requests", counts, now -> now.get().calls())
                .description("Calls that were answered in batches")
                .tag("endpoint", endpoint)
                .register(registry);
    }

    private void engine(Engine engine) {
        Gauge.builder("chutes.engine.up", engine, now -> now.isUp() ? 1 : 0)
                .description("Whether an engine can take calls")
                .tag("engine", engine.name())
                .register(registry);
        FunctionCounter.builder("chutes.engine.restarts", engine, Engine::restarts)
                .description("How often an engine was started again")
                .tag("engine", engine.name())
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
