package io.chutes.platform.node;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.engine.Engine;
import io.chutes.platform.node.engine.RunningInstance;
import java.time.Duration;
import java.time.Instant;
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
    private final InstanceStore store;
    private final NodeConfig config;
    private final Runnable changed;
    private final CompletableFuture<String> stopAsked = new CompletableFuture<>();
    private final Thread thread;
    private InstanceRecord record;

    Supervisor(DesiredInstance order, Engine engine, InstanceStore store, NodeConfig config, Runnable changed) {
        this.order = order;
        this.engine = engine;
        this.store = store;
        this.config = config;
        this.changed = changed;
        this.record = InstanceRecord.ordered(order.id());
        this.thread = Thread.ofVirtual().name("instance-" + order.id()).unstarted(this::run);
    }

    void start() {
        store.save(record());
        thread.start();
    }

    /** Asks for the end; the reason is for the chute's owner. Returns at once. */
    void stop(String reason) {
        stopAsked.complete(reason);
    }

    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    synchronized InstanceRecord record() {
        return record;
    }

    synchronized void acknowledge(long sequence) {
        InstanceRecord next = record.acknowledged(sequence);
        if (!next.equals(record)) {
            record = next;
            store.save(next);
        }
    }

    private void run() {
        try {
            RunningInstance running = launch();
            update(record -> record.at(InstanceStatus.STARTING, "waiting for it to be ready")
                    .answeringAt(running.address()));
            try {
                supervise(running);
            } finally {
                running.stop(config.stopGrace());
                update(record -> record.meteredTo(Instant.now()));
            }
            update(record -> record.status() == InstanceStatus.FAILED
                    ? record
                    : record.at(InstanceStatus.STOPPED, stopAsked.join()));
        } catch (NodeException e) {
            update(record -> record.at(InstanceStatus.FAILED, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            update(record -> record.at(InstanceStatus.FAILED, "the node's agent was interrupted"));
        } catch (RuntimeException e) {
            LOG.error("Instance {} of {} failed for a reason of the node's own", order.id(), order.chute(), e);
            update(record -> record.at(InstanceStatus.FAILED, "the node could not run it: " + e));
        }
    }

    private RunningInstance launch() throws InterruptedException {
        RunningInstance running = engine.start(
                order,
                store.folder(order.id()),
                (phase, took) -> update(record -> record.with(new Phase(phase, took.toMillis()))));
        LOG.info("Started instance {} of {} at {}", order.id(), order.chute(), running.address());
        return running;
    }

    private void supervise(RunningInstance running) throws InterruptedException {
        var probe = new ReadyProbe(running.address(), order.token());
        Instant deadline = Instant.now().plus(config.startLimit());
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
                while (!happened(running, config.usageInterval())) {
                    update(record -> record.meteredTo(Instant.now()));
                }
                break;
            }
            if (Instant.now().isAfter(deadline)) {
                fail("it was not ready %d s after its process had started"
                        .formatted(config.startLimit().toSeconds()));
                return;
            }
        }
        if (stopAsked.isDone()) {
            update(record -> record.at(InstanceStatus.DRAINING, stopAsked.join()));
        } else {
            fail(running.ended().join());
        }
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

    private void fail(String reason) {
        LOG.warn("Instance {} of {} failed: {}", order.id(), order.chute(), reason);
        update(record -> record.meteredTo(Instant.now()).at(InstanceStatus.FAILED, reason));
    }

    private void update(UnaryOperator<InstanceRecord> change) {
        synchronized (this) {
            record = change.apply(record);
            store.save(record);
        }
        changed.run();
    }
}
