package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.inventory.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The GPUs of a node, each given to one instance at a time. A node whose GPUs are only declared has none that can be given: its
 * instances run as if they had theirs. Safe for use by many threads.
 */
public final class GpuDevices {
    private final Supplier<Reading> inventory;
    private final Map<String, List<String>> taken = new HashMap<>();

    /** @param inventory what the node has now */
    public GpuDevices(Supplier<Reading> inventory) {
        this.inventory = inventory;
    }

    /** Those of a node that has none but in name. */
    public static GpuDevices declared() {
        var nothing = new Reading(new Capacity(0, 0, Map.of()), Condition.UNKNOWN, Map.of(), true);
        return new GpuDevices(() -> nothing);
    }

    /** Whether they are only declared. */
    boolean areVirtual() {
        Reading now = inventory.get();
        return now.complete() && now.devices().isEmpty();
    }

    /** As many as an instance is to have. */
    synchronized Taken take(DesiredInstance instance) {
        String model = instance.gpu();
        if (model == null || areVirtual()) {
            return new Taken(instance.id(), List.of());
        }
        List<String> all = inventory.get().devices().getOrDefault(model, List.of());
        List<String> free = all.stream().filter(device -> !isTaken(device)).toList();
        if (free.size() < instance.gpuCount()) {
            throw new NodeException("It is to have %d × %s, and %d of this node's %d are free"
                    .formatted(instance.gpuCount(), model, free.size(), all.size()));
        }
        List<String> given = free.subList(0, instance.gpuCount());
        taken.put(instance.id(), List.copyOf(given));
        return new Taken(instance.id(), given);
    }

    /** The instances of which a GPU is no longer there, each with what the driver called that. A driver that says nothing takes none away. */
    public synchronized Map<String, String> gone() {
        Reading now = inventory.get();
        if (!now.complete()) {
            return Map.of();
        }
        Set<String> there =
                now.devices().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Map<String, String> gone = new HashMap<>();
        taken.forEach((instance, devices) -> devices.stream()
                .filter(device -> !there.contains(device))
                .findFirst()
                .ifPresent(device -> gone.put(instance, device)));
        return gone;
    }

    private boolean isTaken(String device) {
        return taken.values().stream().anyMatch(devices -> devices.contains(device));
    }

    private synchronized void giveBack(String instance) {
        taken.remove(instance);
    }

    /** GPUs that are an instance's until this is closed. */
    final class Taken implements AutoCloseable {
        private final String instance;
        private final List<String> devices;

        private Taken(String instance, List<String> devices) {
            this.instance = instance;
            this.devices = List.copyOf(devices);
        }

        /** What the driver calls them; empty if there are none, or none but in name. */
        List<String> devices() {
            return devices;
        }

        @Override
        public void close() {
            giveBack(instance);
        }
    }
}
