package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a chute.
 *
 * @param id its id
 * @param chute the name of the chute
 * @param version the version of the chute it runs
 * @param status where in its life it is
 * @param reason why it is there, in words for its owner
 * @param node the node it is on, null before it is placed
 * @param gpu the GPU model it holds, null for none
 * @param gpuCount how many it holds
 * @param phases how long each part of its start took, in order
 * @param createdAt when it was asked for
 * @param readyAt when it first took calls, null if it has not
 * @param endedAt when it ended, null if it has not
 */
public record InstanceState(
        String id,
        String chute,
        int version,
        InstanceStatus status,
        String reason,
        @Nullable String node,
        @Nullable String gpu,
        int gpuCount,
        List<Phase> phases,
        Instant createdAt,
        @Nullable Instant readyAt,
        @Nullable Instant endedAt) {
    public InstanceState {
        phases = List.copyOf(phases);
    }
}
