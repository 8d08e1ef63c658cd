package io.chutes.platform.fleet;

import io.chutes.platform.api.InstanceStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param name what it is called, which is its id
 * @param status what can be said of it
 * @param provider the account that lends it, null for the platform
 * @param engine how it runs instances, null before its first report
 * @param capacity what it has
 * @param condition how it is otherwise
 * @param prices what it costs where that is less than the list says
 * @param instances those on it that have not ended
 * @param joinedAt when it joined, null for one that the platform's configuration names
 * @param heardAt when it reported last, null before its first report
 */
public record NodeState(
        String name,
        NodeStatus status,
        @Nullable String provider,
        @Nullable String engine,
        Capacity capacity,
        Condition condition,
        NodePrices prices,
        List<OnNode> instances,
        @Nullable Instant joinedAt,
        @Nullable Instant heardAt) {
    public NodeState {
        instances = List.copyOf(instances);
    }

    /**
     * An instance as whoever lends the node is shown it: not whose it is.
     *
     * @param id its id
     * @param status where in its life it is
     * @param gpu the GPU model it holds, null for none
     * @param gpuCount how many
     */
    public record OnNode(
            String id, InstanceStatus status, @Nullable String gpu, int gpuCount) {}
}
