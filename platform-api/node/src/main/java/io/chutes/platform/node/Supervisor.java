package io.chutes.platform.node;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.engine.Engine;
import io.chutes.platform.node.engine.Redaction;
import io.chutes.platform.node.engine.RunningInstance;
import io.chutes.platform.node.engine.StartProgress;
import io.chutes.platform.node.log.LogShipper;
import io.chutes.platform.node.log.OutputSource;
import io.chutes.platform.node.weights.NodeWeights;
import io.chutes.platform.node.weights.WeightsSupply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one instance from its order to its end, on a virtual thread of its own, keeping its record as it goes. */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final DesiredInstance order;
    private final Engine engine;
    private final NodeWeights weights;
    private final InstanceStore store;
    private final NodeConfig config;
    private final Runnable changed;
    private final CompletableFuture<String> stopAsked = new CompletableFuture<>();
    private final Thread thread;
    private InstanceRecord record;
    private volatile InstanceStatus ending = InstanceStatus.STOPPED;
    private boolean isLaunching = true;

    Supervisor(
            DesiredInstance order,
            Engine engine,
            NodeWeights weights,
            InstanceStore store,
            NodeConfig config,
            Runnable changed) {
        this.order = order;
        this.engine = engine;
        this.weights = weights;
        this.store = store;
        this.config = config;
        this.changed = changed;
        this.record = InstanceRecord.ordered(order.id());
        this.thread = Thread.ofVirtual().name("instance-" + order.id()).unstarted(this::run);
    }

    void start() {
        store.save(record());
        try {
            LogShipper.begin(store.folder(order.id()), order.environment().values());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not note what instance " + order.id() + " must not tell", e);
        }
        thread.start();
    }

    /** Where its output is, and what of that must not be told. */
    OutputSource output() {
        return new OutputSource(
                order.id(),
                store.folder(order.id()),
                record().status().isFinal(),
                new Redaction(order.environment().values()));
    }

    /** Asks for the end; the reason is for the chute's owner. Returns at once. */
    void stop(String reason) {
        stopAsked.complete(reason);
        synchronized (this) {
            if (isLaunching) {
                thread.interrupt();
            }
        }
    }

    /** The same for an instance that cannot go on: it has failed. */
    void fail(String reason) {
        ending = InstanceStatus.FAILED;
        stop(reason);
    }

    /** Waits for the end; false if it does not come within that time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    /** Ends it now: it was asked to end, and has had its time. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    synchronized InstanceRecord record() {
        return record;
    }

    synchronized void acknowledge(long sequence) {
        InstanceRecord next = record.acknowledged(sequence);
        if (!next.equals(record)) {
            store.save(next);
            record = next;
        }
    }

    private void run() {
        Ending ending;
        try {
            ending = live();
        } catch (InterruptedException | RuntimeException e) {
            ending = explain(e);
        }
        finish(ending);
    }

    private Ending live() throws InterruptedException {
        try (var supply = weights.supplyOf(order)) {
            return live(supply);
        }
    }

    private Ending live(WeightsSupply supply) throws InterruptedException {
        RunningInstance running = launch(supply);
        try {
            update(record -> record.at(InstanceStatus.STARTING, "waiting for it to be ready")
                    .answeringAt(running.address()));
            return awaitReady(running) ? serve(running) : howItEnded(running);
        } finally {
            running.stop(config.stopGrace().plus(order.callLimit()));
        }
    }

    private RunningInstance launch(WeightsSupply supply) throws InterruptedException {
        try {
            StartProgress progress = (phase, took) -> update(record -> record.with(new Phase(phase, took.toMillis())));
            Map<String, Path> folders =
                    supply.fetch(state -> update(record -> record.at(InstanceStatus.PULLING, state)), progress);
            RunningInstance running = engine.start(order, store.folder(order.id()), folders, progress);
            LOG.info("Started instance {} of {} at {}", order.id(), order.chute(), running.address());
            return running;
        } finally {
            synchronized (this) {
                isLaunching = false;
            }
            var _ = Thread.interrupted(); // it meant the launch, and must not cut short the stop that follows
        }
    }

    /** Waits for the first answer that says so; false if the instance is over before. */
    private boolean awaitReady(RunningInstance running) throws InterruptedException {
        var probe = new ReadyProbe(running.address(), order.token());
        long deadline = System.nanoTime() + order.startLimit().toNanos();
        while (!happened(running, ReadyProbe.PAUSE)) {
            var phases = probe.phases();
            if (phases.isPresent()) {
                Instant ready = Instant.now();
                update(record -> {
                    InstanceRecord next =
                            record.at(InstanceStatus.READY, "serving").meteredFrom(ready);
                    for (Phase phase : phases.get()) {
                        next = next.with(phase);
                    }
                    return next;
                });
                return true;
            }
            if (System.nanoTime() > deadline) {
                String last = running.lastWords();
                throw new NodeException("it was not ready %s s after it was started, which @Timeouts(startup) allows%s"
                        .formatted(order.startLimit().toMillis() / 1000.0, last.isEmpty() ? "" : ": " + last));
            }
        }
        return false;
    }

    private Ending serve(RunningInstance running) throws InterruptedException {
        while (!happened(running, config.usageInterval())) {
            update(record -> record.meteredTo(Instant.now()));
        }
        return howItEnded(running);
    }

    private Ending howItEnded(RunningInstance running) {
        if (running.ended().isDone()) {
            Instant death = Instant.now();
            update(record -> record.meteredNoMore(death));
            return new Ending(InstanceStatus.FAILED, running.ended().join());
        }
        update(record -> record.at(InstanceStatus.DRAINING, stopAsked.join()));
        return new Ending(ending, stopAsked.join());
    }

    /** Waits until the instance has ended or is to end; false if neither came in time. */
    private boolean happened(RunningInstance running, Duration limit) throws InterruptedException {
        try {
            CompletableFuture.anyOf(running.ended(), stopAsked).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new NodeException("Could not watch the instance: " + e.getCause(), e);
        }
    }

    private Ending explain(Exception e) {
        if (stopAsked.isDone()) {
            LOG.debug("Instance {} was stopped in the middle of something", order.id(), e);
            return new Ending(ending, stopAsked.join());
        }
        if (e instanceof NodeException) {
            return new Ending(InstanceStatus.FAILED, String.valueOf(e.getMessage()));
        }
        LOG.error("Instance {} of {} failed for a reason of the node's own", order.id(), order.chute(), e);
        return new Ending(InstanceStatus.FAILED, "the node could not run it: " + e);
    }

    private void finish(Ending ending) {
        LOG.info("Instance {} of {} is {}: {}", order.id(), order.chute(), ending.status(), ending.reason());
        UnaryOperator<InstanceRecord> end =
                record -> record.meteredNoMore(Instant.now()).at(ending.status(), ending.reason());
        try {
            update(end);
        } catch (UncheckedIOException e) {
            LOG.error("The end of instance {} is known to this agent, not to its next", order.id(), e);
            synchronized (this) {
                record = end.apply(record);
            }
            changed.run();
        }
    }

    /** Keeps a change, then lets it be seen: what is reported is on disk. */
    private void update(UnaryOperator<InstanceRecord> change) {
        synchronized (this) {
            InstanceRecord next = change.apply(record);
            store.save(next);
            record = next;
        }
        changed.run();
    }

    /** How an instance is over. */
    private record Ending(InstanceStatus status, String reason) {}
}
