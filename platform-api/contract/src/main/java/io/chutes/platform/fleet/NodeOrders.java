package io.chutes.platform.fleet;

import java.util.List;
import java.util.Map;

/**
 * What a node is to run: the answer to a {@link NodeReport}. An instance that is not named is to be stopped.
 *
 * @param revision differs whenever {@code instances} does
 * @param instances all that it is to run
 * @param acknowledgedUsage for each instance reported on, the highest sequence number up to which every interval is booked
 * @param forget ended instances that the control plane has recorded: they need not be reported again
 */
public record NodeOrders(
        long revision, List<DesiredInstance> instances, Map<String, Long> acknowledgedUsage, List<String> forget) {
    public NodeOrders {
        instances = List.copyOf(instances);
        acknowledgedUsage = Map.copyOf(acknowledgedUsage);
        forget = List.copyOf(forget);
    }
}
