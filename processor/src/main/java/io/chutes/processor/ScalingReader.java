package io.chutes.processor;

import io.chutes.platform.manifest.ScalingSpec;

/** Reads {@code @Scaling}. */
final class ScalingReader {
    private static final int MAX_CONCURRENCY = 1024;
    private static final int MAX_QUEUE = 10_000;
    private static final int MAX_INSTANCES = 100;

    private ScalingReader() {}

    static ScalingSpec read(Settings settings) {
        int concurrency = settings.number("concurrency", 1, MAX_CONCURRENCY);
        int maxQueue = settings.number("maxQueue", 0, MAX_QUEUE);
        int minInstances = settings.number("minInstances", 0, MAX_INSTANCES);
        int maxInstances = settings.number("maxInstances", 1, MAX_INSTANCES);
        if (minInstances > maxInstances) {
            settings.complain(
                    "minInstances",
                    "minInstances is %d, more than maxInstances, which is %d",
                    minInstances,
                    maxInstances);
        }
        double target = settings.written().fraction("target");
        if (!(target > 0 && target <= 1)) {
            settings.complain("target", "target must be above 0 and at most 1, got %s", target);
        }
        return new ScalingSpec(
                concurrency,
                maxQueue,
                minInstances,
                maxInstances,
                target,
                settings.duration("idleShutdown", "0s", "7d"));
    }
}
