package io.chutes.platform.server.fleet;

import java.util.HashMap;
import java.util.Map;

/**
 * What is free on a node that was heard of lately.
 *
 * @param name the node
 * @param cores free cores
 * @param memoryGb free memory, GiB
 * @param gpus free GPUs of each model
 */
record NodeRoom(String name, int cores, int memoryGb, Map<String, Integer> gpus) {
    NodeRoom {
        gpus = Map.copyOf(gpus);
    }

    int free(String gpu) {
        return gpus.getOrDefault(gpu, 0);
    }

    /** What is left when an instance holds its part. */
    NodeRoom without(Placement.On held) {
        Map<String, Integer> left = new HashMap<>(gpus);
        if (held.gpu() != null) {
            left.merge(held.gpu(), -held.gpuCount(), Integer::sum);
        }
        return new NodeRoom(name, cores - held.cores(), memoryGb - held.memoryGb(), left);
    }
}
