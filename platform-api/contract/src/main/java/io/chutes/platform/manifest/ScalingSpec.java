package io.chutes.platform.manifest;

import java.time.Duration;

/**
 * How many calls one instance answers at once, and how many instances there are.
 *
 * @param concurrency the most calls that run at once in one instance, 1 to 256
 * @param maxQueue the most that wait there, 0 to 10000
 * @param minInstances kept ready however little is called
 * @param maxInstances the most there may be, 1 to 100
 * @param target the share of {@code concurrency} that scaling aims to keep busy, above 0 and at most 1
 * @param idleShutdown how long a chute without {@code minInstances} keeps an instance though nobody calls it
 */
public record ScalingSpec(
        int concurrency, int maxQueue, int minInstances, int maxInstances, double target, Duration idleShutdown) {
    /** What a chute gets that says nothing. */
    public static final ScalingSpec DEFAULT = new ScalingSpec(1, 64, 0, 1, 0.75, Duration.ofMinutes(5));
}
