package io.chutes.platform.node;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.node.engine.Engine;
import io.chutes.platform.node.inventory.Reading;
import io.chutes.platform.node.log.OutputSource;
import io.chutes.platform.node.weights.NodeWeights;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of a node: brings what is towards what is ordered, as often as it is told, with the same result. */
final class Instances {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** For those whose time is over to be killed by themselves. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;
    private final NodeWeights weights;
    private final InstanceStore store;
    private final NodeConfig config;
    private final Agent agent;
    private final Runnable changed;
    private final Predicate<String> told;
    private final Map<String, Supervisor> supervised = new HashMap<>();
    private final Map<String, InstanceRecord> ended = new HashMap<>();

    Instances(
            Engine engine,
            NodeWeights weights,
            InstanceStore store,
            NodeConfig config,
            Agent agent,
            Runnable changed,
            Predicate<String> told) {
        this.agent = agent;
        this.told = told;
        this.engine = engine;
        this.weights = weights;
        this.store = store;
        this.config = config;
        this.changed = changed;
    }

    /** Takes over what an earlier agent left: what it started is ended, its records kept until they are reported. */
    void recover() throws InterruptedException {
        engine.recover();
        for (InstanceRecord record : store.all()) {
            InstanceRecord over = record.status().isFinal()
                    ? record
                    : record.at(InstanceStatus.FAILED, "the node's agent was restarted");
            store.save(over);
            ended.put(over.id(), over);
        }
    }

    synchronized NodeReport report(Reading inventory, long ordersRevision, long waitMillis) {
        List<InstanceRecord> records = records().toList();
        List<UsageInterval> usage = records.stream()
                .flatMap(record -> record.unacknowledged().stream())
                .toList();
        return new NodeReport(
                agent,
                engine.name(),
                inventory.capacity(),
                inventory.condition().withWeights(weights.there()),
                records.stream().map(InstanceRecord::observed).toList(),
                usage,
                ordersRevision,
                waitMillis);
    }

    synchronized void follow(NodeOrders orders) {
        orders.acknowledgedUsage().forEach(this::acknowledge);
        orders.forget().forEach(this::forget);
        Set<String> wanted =
                orders.instances().stream().map(DesiredInstance::id).collect(Collectors.toSet());
        supervised.forEach((id, supervisor) -> {
            if (!wanted.contains(id)) {
                supervisor.stop("no longer wanted");
            }
        });
        for (DesiredInstance order : orders.instances()) {
            if (!NAME.matcher(order.id()).matches()) {
                LOG.error("An instance is named '{}', which cannot be the name of a folder: not started", order.id());
            } else if (!supervised.containsKey(order.id()) && !ended.containsKey(order.id())) {
                var supervisor = new Supervisor(order, engine, weights, store, config, changed);
                supervisor.start();
                supervised.put(order.id(), supervisor);
            }
        }
    }

    /** The instances whose output is kept here. */
    synchronized List<OutputSource> outputs() {
        return Stream.concat(
                        supervised.values().stream().map(Supervisor::output),
                        ended.keySet().stream().map(id -> new OutputSource(id, store.folder(id), true, null)))
                .toList();
    }

    /** Whether nothing runs or is on its way there. */
    synchronized boolean isIdle() {
        return supervised.values().stream()
                .allMatch(supervisor -> supervisor.record().status().isFinal());
    }

    /** Ends an instance that cannot go on; returns at once. */
    synchronized void fail(String id, String reason) {
        Supervisor supervisor = supervised.get(id);
        if (supervisor != null) {
            supervisor.fail(reason);
        }
    }

    /** Asks every instance to end; returns at once. */
    synchronized void endAll(String reason) {
        supervised.values().forEach(supervisor -> supervisor.stop(reason));
    }

    /** Ends every instance; returns once nothing of them is left. */
    void stopAll(String reason) throws InterruptedException {
        List<Supervisor> all;
        synchronized (this) {
            all = List.copyOf(supervised.values());
        }
        all.forEach(supervisor -> supervisor.stop(reason));
        long until = System.nanoTime() + config.stopGrace().plus(KILL_PATIENCE).toNanos();
        for (Supervisor supervisor : all) {
            // Streams are not waited for: whoever ends the node waits for it.
            if (!supervisor.awaitEnd(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                supervisor.end();
            }
        }
    }

    private Stream<InstanceRecord> records() {
        return Stream.concat(supervised.values().stream().map(Supervisor::record), ended.values().stream());
    }

    private void acknowledge(String id, long sequence) {
        Supervisor supervisor = supervised.get(id);
        if (supervisor != null) {
            supervisor.acknowledge(sequence);
        }
        ended.computeIfPresent(id, (key, record) -> {
            InstanceRecord next = record.acknowledged(sequence);
            store.save(next);
            return next;
        });
    }

    private void forget(String id) {
        Supervisor supervisor = supervised.get(id);
        InstanceRecord record = supervisor == null ? ended.get(id) : supervisor.record();
        if (record != null
                && record.status().isFinal()
                && record.unacknowledged().isEmpty()
                && told.test(id)) {
            supervised.remove(id);
            ended.remove(id);
            store.delete(id);
        }
    }
}
