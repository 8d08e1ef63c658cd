package io.chutes.platform.server.scaling;

import io.chutes.platform.manifest.ScalingSpec;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The calls that go through this control plane: how many each instance has, and how many are held because there is none. */
public final class Load {
    /** With more instances than this, two are looked at instead of all. */
    private static final int FEW = 8;

    /** The part of an instance's places by which it may be ahead of others and still be preferred. */
    private static final int MORE_FOR_PREFERRED = 4;

    private final String gateway = newName();
    private final Map<String, Busy> busy = new HashMap<>();
    private final Map<Served, Integer> held = new HashMap<>();
    private final Set<Served> news = new HashSet<>();
    private Map<String, Integer> jobs = Map.of();

    /** A version of a chute. */
    public record Served(long chuteId, int version) {}

    /** A call's place, on an instance or in front of them, until it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The instance for a call, which has it from now on.
     *
     * @param instance its id
     */
    public record Taken(String instance, Place place) {}

    /**
     * What is to be told of a version.
     *
     * @param inFlight calls that instances answer
     * @param queued calls that wait in instances or in front of them
     */
    public record Told(Served served, int inFlight, int queued) {}

    private record Busy(Served served, int concurrency, int calls) {}

    /**
     * Takes a place on the instance with the fewest calls; of many, on the better one of two.
     *
     * @param instances ids of those that take calls, at least one
     * @param preferred one of them that goes before, as long as it has hardly more calls than the one with the fewest; null for none
     * @return empty if each has as many as it answers and lets wait
     */
    public synchronized Optional<Taken> take(
            Served served, List<String> instances, ScalingSpec settings, @Nullable String preferred) {
        int room = settings.concurrency() + settings.maxQueue();
        return Optional.ofNullable(preferred)
                .filter(instance -> calls(instance) < room && isBalanced(instance, instances, settings))
                .or(() -> fewest(two(instances), room))
                .or(() -> fewest(instances, room))
                .map(instance -> taken(served, instance, settings.concurrency()));
    }

    // What it has read already is worth waiting for as long as others would not have been done by then.
    private boolean isBalanced(String instance, List<String> instances, ScalingSpec settings) {
        int fewest = instances.stream().mapToInt(this::calls).min().orElse(0);
        return calls(instance) <= fewest + settings.concurrency() / MORE_FOR_PREFERRED;
    }

    private static List<String> two(List<String> instances) {
        if (instances.size() <= FEW) {
            return instances;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int one = random.nextInt(instances.size());
        int other = random.nextInt(instances.size() - 1);
        return List.of(instances.get(one), instances.get(other < one ? other : other + 1));
    }

    private Optional<String> fewest(List<String> instances, int room) {
        return instances.stream()
                .filter(instance -> calls(instance) < room)
                .min(Comparator.comparingInt(instance -> calls(instance) + jobs.getOrDefault(instance, 0)));
    }

    /** How many jobs instances have: of two with room, calls go to the one that has less to do. */
    public synchronized void jobs(Map<String, Integer> ofInstances) {
        jobs = Map.copyOf(ofInstances);
    }

    /**
     * Counts a call that waits for an instance.
     *
     * @return empty if as many wait as all instances that there may be could have
     */
    public synchronized Optional<Place> hold(Served served, ScalingSpec settings) {
        long most = (long) settings.maxInstances() * (settings.concurrency() + settings.maxQueue());
        if (held.getOrDefault(served, 0) >= most) {
            return Optional.empty();
        }
        held.merge(served, 1, Integer::sum);
        news.add(served);
        return Optional.of(() -> release(served));
    }

    /** How many calls an instance has of this control plane. */
    public synchronized int calls(String instance) {
        Busy of = busy.get(instance);
        return of == null ? 0 : of.calls();
    }

    /** How many calls wait in front of the instances of a version. */
    public synchronized int held(Served served) {
        return held.getOrDefault(served, 0);
    }

    /** Whether any call waits in front of instances. */
    synchronized boolean holds() {
        return !held.isEmpty();
    }

    /** By what name it is known to other control planes. */
    String gateway() {
        return gateway;
    }

    /** All versions that have calls now, or had some since this was asked last. */
    synchronized List<Told> tell() {
        Set<Served> told = new HashSet<>(news);
        held.keySet().forEach(told::add);
        busy.values().forEach(it -> told.add(it.served()));
        news.clear();
        return told.stream().map(this::told).toList();
    }

    private Told told(Served served) {
        int running = 0;
        int queued = held.getOrDefault(served, 0);
        for (Busy instance : busy.values()) {
            if (instance.served().equals(served)) {
                int answered = Math.min(instance.calls(), instance.concurrency());
                running += answered;
                queued += instance.calls() - answered;
            }
        }
        return new Told(served, running, queued);
    }

    private Taken taken(Served served, String instance, int concurrency) {
        busy.put(instance, new Busy(served, concurrency, calls(instance) + 1));
        news.add(served);
        return new Taken(instance, () -> release(instance));
    }

    private synchronized void release(String instance) {
        busy.computeIfPresent(instance, (_, it) -> {
            news.add(it.served());
            return it.calls() == 1 ? null : new Busy(it.served(), it.concurrency(), it.calls() - 1);
        });
    }

    private synchronized void release(Served served) {
        held.computeIfPresent(served, (_, calls) -> calls == 1 ? null : calls - 1);
        news.add(served);
    }

    private static String newName() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return "g-" + HexFormat.of().formatHex(bytes);
    }
}
