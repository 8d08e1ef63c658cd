package io.chutes.benchmark;

import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.scaling.Demand;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Calls, instances and a rule that scales them, on a virtual clock. A call goes to the ready instance with the fewest calls, and waits
 * there if all its places are taken; without a ready instance it is held. An instance that is to end takes nothing new and finishes
 * what it has. Its GPU counts from the decision that it starts to its end.
 */
final class Replay {
    private static final Instant BEGIN = Instant.EPOCH;

    private final List<Call> calls;
    private final ScalingRule rule;
    private final ScalingSpec settings;
    private final double coldStart;

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingDouble(Due::at).thenComparingInt(Due::order));
    private final List<Instance> instances = new ArrayList<>();
    private final Deque<Integer> held = new ArrayDeque<>();
    private final double[] waits;
    private double now;
    private double usedAt;
    private double callSeconds;
    private double gpuSeconds;
    private int under;
    private int events;
    private int turns;
    private int direction;
    private double lastEvent;

    Replay(List<Call> calls, ScalingRule rule, ScalingSpec settings, double coldStart) {
        this.calls = calls;
        this.rule = rule;
        this.settings = settings;
        this.coldStart = coldStart;
        this.waits = new double[calls.size()];
    }

    /** A call: when it comes, and how long its answer takes once it has a place. Seconds. */
    record Call(double at, double takes) {}

    /**
     * How it went.
     *
     * @param waits seconds that calls waited for a place, from short to long
     * @param turns how often the rule went down after up or up after down
     * @param lastEvent the second of its last change
     */
    record Outcome(List<Double> waits, double gpuHours, double eventsPerHour, int turns, double lastEvent) {
        double wait(double share) {
            return waits.get(Math.min(waits.size() - 1, (int) (waits.size() * share)));
        }

        double shareOver(double seconds) {
            return (double) waits.stream().filter(wait -> wait > seconds).count() / waits.size();
        }
    }

    Outcome run() {
        for (int call = 0; call < calls.size(); call++) {
            int arriving = call;
            at(calls.get(call).at(), 0, () -> arrive(arriving));
        }
        double end = calls.getLast().at();
        for (double tick = 0; tick < end; tick += rule.every()) {
            at(tick, 1, this::decide);
        }
        while (!due.isEmpty()) {
            Due next = due.remove();
            callSeconds += under * (next.at() - now);
            gpuSeconds += instances.size() * (next.at() - now);
            now = next.at();
            next.does().run();
            if (now >= end && under == 0) {
                break;
            }
        }
        List<Double> sorted = Arrays.stream(waits).sorted().boxed().toList();
        return new Outcome(sorted, gpuSeconds / 3600, events / (now / 3600), turns, lastEvent);
    }

    private void at(double moment, int order, Runnable does) {
        due.add(new Due(moment, order, does));
    }

    private void arrive(int call) {
        under++;
        instances.stream()
                .filter(Instance::takesCalls)
                .min(Comparator.comparingInt(Instance::outstanding))
                .ifPresentOrElse(instance -> instance.take(call), () -> held.add(call));
    }

    private void decide() {
        usedAt = under > 0 ? now : usedAt;
        int running = instances.stream().mapToInt(instance -> instance.running).sum();
        List<Instance> wanted = instances.stream().filter(it -> !it.ending).toList();
        int ready = (int) wanted.stream().filter(it -> it.ready).count();
        double mean = now == 0 ? under : callSeconds / rule.every();
        callSeconds = 0;
        var demand = new Demand(moment(now), running, under - running, ready, wanted.size() - ready, moment(usedAt));
        int instancesWanted = Math.clamp(rule.instances(demand, mean), 0, settings.maxInstances());
        count(instancesWanted - wanted.size());
        for (int more = wanted.size(); more < instancesWanted; more++) {
            var instance = new Instance();
            instances.add(instance);
            at(now + coldStart, 2, instance::begin);
        }
        wanted.stream()
                .sorted(Comparator.comparing((Instance it) -> it.ready).thenComparingInt(Instance::outstanding))
                .limit(Math.max(0, wanted.size() - instancesWanted))
                .forEach(Instance::end);
    }

    private void count(int change) {
        if (change == 0) {
            return;
        }
        events++;
        lastEvent = now;
        turns += direction != 0 && Integer.signum(change) != direction ? 1 : 0;
        direction = Integer.signum(change);
    }

    private static Instant moment(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    private record Due(double at, int order, Runnable does) {}

    private final class Instance {
        private final Deque<Integer> queue = new ArrayDeque<>();
        private boolean ready;
        private boolean ending;
        private int running;

        boolean takesCalls() {
            return ready && !ending;
        }

        int outstanding() {
            return running + queue.size();
        }

        void begin() {
            ready = true;
            while (!ending && !held.isEmpty()) {
                take(held.remove());
            }
        }

        void take(int call) {
            if (running == settings.concurrency()) {
                queue.add(call);
                return;
            }
            running++;
            waits[call] = now - calls.get(call).at();
            at(now + calls.get(call).takes(), 3, this::finish);
        }

        private void finish() {
            running--;
            under--;
            if (!queue.isEmpty()) {
                take(queue.remove());
            }
            leave();
        }

        void end() {
            ending = true;
            leave();
        }

        private void leave() {
            if (ending && outstanding() == 0) {
                instances.remove(this);
            }
        }
    }
}
