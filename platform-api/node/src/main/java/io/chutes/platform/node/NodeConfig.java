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
 * @param stopGrace how long an instance may take to end before it is killed
 */
public record NodeConfig(
        URI platform, String token, Path folder, Capacity capacity, Duration usageInterval, Duration stopGrace) {
    /** A node with the usual limit: 10 s to stop. */
    public NodeConfig(URI platform, String token, Path folder, Capacity capacity, Duration usageInterval) {
        this(platform, token, folder, capacity, usageInterval, Duration.ofSeconds(10));
    }

    public NodeConfig {
        for (Duration duration : List.of(usageInterval, stopGrace)) {
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
