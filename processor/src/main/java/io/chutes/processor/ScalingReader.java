package io.chutes.processor;

import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.ScalingSpec;
import java.util.Optional;

/** Reads {@code @Scaling}. */
final class ScalingReader {
    private ScalingReader() {}

    /**
     * What a chute says.
     *
     * @param concurrency what its template says for one that does not
     */
    static ScalingSpec read(Optional<Settings> written, int concurrency) {
        return written.map(settings -> read(
                        settings,
                        settings.written().isWritten("concurrency")
                                ? settings.number("concurrency", Limits.CONCURRENCY)
                                : concurrency))
                .orElseGet(() -> unsaid(concurrency));
    }

    private static ScalingSpec unsaid(int concurrency) {
        ScalingSpec usual = ScalingSpec.DEFAULT;
        return new ScalingSpec(
                concurrency,
                usual.maxQueue(),
                usual.minInstances(),
                usual.maxInstances(),
                usual.target(),
                usual.idleShutdown());
    }

    private static ScalingSpec read(Settings settings, int concurrency) {
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
