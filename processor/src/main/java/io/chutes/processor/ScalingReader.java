package io.chutes.processor;

import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.ScalingSpec;

/** Reads {@code @Scaling}. */
final class ScalingReader {
    private ScalingReader() {}

    static ScalingSpec read(Settings settings) {
        int concurrency = settings.number("concurrency", Limits.CONCURRENCY);
        int maxQueue = settings.number("maxQueue", Limits.MAX_QUEUE);
        int minInstances = settings.number("minInstances", Limits.MIN_INSTANCES);
        int maxInstances = settings.number("maxInstances", Limits.MAX_INSTANCES);
        if (minInstances > maxInstances) {
            settings.complain(
                    "minInstances",
                    "minInstances is %d, more than maxInstances, which is %d",
                    minInstances,
                    maxInstances);
        }
        double target = settings.written().fraction("target");
        if (!Limits.isTarget(target)) {
            settings.complain("target", "target must be above 0 and at most 1, got %s", target);
        }
        return new ScalingSpec(
                concurrency,
                maxQueue,
                minInstances,
                maxInstances,
                target,
                settings.duration("idleShutdown", Limits.IDLE_SHUTDOWN));
    }
}
