package io.chutes.platform.fleet;

import java.util.Map;

/**
 * What a node has to give.
 *
 * @param cores processor cores
 * @param memoryGb memory, GiB
 * @param gpus how many of each GPU model, by the catalogue's ids
 */
public record Capacity(int cores, int memoryGb, Map<String, Integer> gpus) {
    public Capacity {
        gpus = Map.copyOf(gpus);
    }
}
