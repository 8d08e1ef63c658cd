package io.chutes.platform.fleet;

import java.util.List;

/**
 * What a node sees: the body of {@code POST /v1/nodes/sync}. Repeating a report changes nothing.
 *
 * @param agent who reports
 * @param engine how it runs instances, such as {@code process}
 * @param capacity what it has
 * @param condition how it is otherwise
 * @param instances every instance it knows of
 * @param usage intervals the control plane has not acknowledged
 * @param ordersRevision the revision of the orders it has; the answer waits until there are others or {@code waitMillis} is
 *     over
 * @param waitMillis how long the answer may wait, at most 30 000
 */
public record NodeReport(
        Agent agent,
        String engine,
        Capacity capacity,
        Condition condition,
        List<ObservedInstance> instances,
        List<UsageInterval> usage,
        long ordersRevision,
        long waitMillis) {
    public NodeReport {
        instances = List.copyOf(instances);
        usage = List.copyOf(usage);
    }
}
