package io.chutes.platform.node;

import io.chutes.platform.fleet.Capacity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a node runs.
 *
 * @param platform the control plane's address
 * @param token the node's credential there
 * @param folder where it keeps images and the state of instances
 * @param capacity what it has to give
 * @param usageInterval how often the time of a ready instance is metered
 * @param startLimit how long an instance may take from its process to its readiness
 * @param stopGrace how long an instance may take to end before it is killed
 */
public record NodeConfig(
        URI platform,
        String token,
        Path folder,
        Capacity capacity,
        Duration usageInterval,
        Duration startLimit,
        Duration stopGrace) {
    /** A node with the usual limits: 60 s to start, 10 s to stop. */
    public NodeConfig(URI platform, String token, Path folder, Capacity capacity, Duration usageInterval) {
        this(platform, token, folder, capacity, usageInterval, Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    public NodeConfig {
        for (Duration duration : List.of(usageInterval, startLimit, stopGrace)) {
            if (!duration.isPositive()) {
                throw new NodeException("A node's interval and limits are longer than nothing, got " + duration);
            }
        }
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "NodeConfig[" + folder + " of " + platform + "]";
    }
}
