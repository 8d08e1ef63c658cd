package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.DesiredInstance;

/**
 * What an instance may use of its host.
 *
 * @param memory bytes, swap among them
 * @param nanoCpus billionths of the time of one core, 0 for whatever is idle
 * @param cpuWeight its part of the processors where there is not enough for all, 1024 for one core
 * @param processes processes and threads at once
 */
record Limits(long memory, long nanoCpus, int cpuWeight, long processes) {
    private static final long GIB = 1L << 30;
    private static final long CORE = 1_000_000_000;
    private static final int WEIGHT_OF_CORE = 1024;

    /** More than a JVM, a model and its engine start; far fewer than would harm a host. */
    private static final long PROCESSES = 4096;

    /**
     * What was reserved for an instance: for one with GPUs its share of the node's memory, a GiB at least, and of its processors
     * as long as others want theirs.
     */
    static Limits of(DesiredInstance instance, Capacity node) {
        if (instance.memoryGb() > 0) {
            int cores = Math.max(1, instance.cores());
            return new Limits(instance.memoryGb() * GIB, cores * CORE, cores * WEIGHT_OF_CORE, PROCESSES);
        }
        int gpus = node.gpus().values().stream().mapToInt(Integer::intValue).sum();
        double share = gpus == 0 || instance.gpuCount() == 0 ? 1 : Math.min(1, (double) instance.gpuCount() / gpus);
        return new Limits(
                Math.max(GIB, (long) (node.memoryGb() * share * GIB)),
                0,
                Math.max(WEIGHT_OF_CORE / 2, (int) (node.cores() * share * WEIGHT_OF_CORE)),
                PROCESSES);
    }

    /** The memory in words. */
    String memoryInWords() {
        return "%.1f GiB".formatted((double) memory / GIB);
    }
}
