package io.chutes.platform.node.inventory;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a host had when it was looked at.
 *
 * @param capacity what it can give
 * @param condition how it is otherwise
 * @param devices what the driver calls the GPUs of each model; empty where they are only declared
 * @param complete whether the driver answered: only then is a GPU gone that is not among them
 */
public record Reading(Capacity capacity, Condition condition, Map<String, List<String>> devices, boolean complete) {
    public Reading {
        devices = devices.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> List.copyOf(it.getValue())));
    }

    /** Whether it differs from another in more than room on the disk. */
    boolean saysOtherwiseThan(Reading other) {
        return !capacity.equals(other.capacity)
                || !condition.warnings().equals(other.condition.warnings())
                || !devices.equals(other.devices);
    }
}
