package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.inventory.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The GPUs of a node, each given to one instance at a time. A node whose GPUs are only declared has none that can be given: its
 * instances run as if they had theirs. Safe for use by many threads.
 */
public final class GpuDevices {
    private final Supplier<Reading> inventory;
    private final Set<String> taken = new HashSet<>();

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
            return new Taken(List.of());
        }
        List<String> all = inventory.get().devices().getOrDefault(model, List.of());
        List<String> free =
                all.stream().filter(device -> !taken.contains(device)).toList();
        if (free.size() < instance.gpuCount()) {
            throw new NodeException("It is to have %d × %s, and %d of this node's %d are free"
                    .formatted(instance.gpuCount(), model, free.size(), all.size()));
        }
        List<String> given = free.subList(0, instance.gpuCount());
        taken.addAll(given);
        return new Taken(given);
    }

    private synchronized void giveBack(List<String> devices) {
        devices.forEach(taken::remove);
    }

    /** GPUs that are an instance's until this is closed. */
    final class Taken implements AutoCloseable {
        private final List<String> devices;

        private Taken(List<String> devices) {
            this.devices = List.copyOf(devices);
        }

        /** What the driver calls them; empty if there are none, or none but in name. */
        List<String> devices() {
            return devices;
        }

        @Override
        public void close() {
            giveBack(devices);
        }
    }
}
