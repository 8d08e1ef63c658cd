package io.chutes.platform.node;

import io.chutes.platform.client.NodeClient;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.inventory.Inventory;
import io.chutes.platform.node.weights.WeightsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a node runs.
 *
 * @param platform the control plane's address
 * @param registry where images are: the control plane's address, or that of a registry that asks for its tokens
 * @param token the node's credential there
 * @param folder where it keeps images and the state of instances
 * @param inventory where it learns what it has to give
 * @param inventoryPause how long until it looks again
 * @param usageInterval how often the time of a ready instance is metered
 * @param stopGrace how long an instance may take to end before it is killed, besides what its chute gives a call that streams; all it
 *     has where the node itself ends
 * @param weights where models' files come from
 * @param http by which it asks platform and registry
 * @param engine how it runs instances
 */
public record NodeConfig(
        URI platform,
        URI registry,
        String token,
        Path folder,
        Inventory inventory,
        Duration inventoryPause,
        Duration usageInterval,
        Duration stopGrace,
        WeightsConfig weights,
        HttpClient http,
        EngineChoice engine) {
    private static final Duration USUAL_INVENTORY_PAUSE = Duration.ofSeconds(30);

    /** A node that runs processes, of images from the platform's own registry. */
    public NodeConfig(
            URI platform, String token, Path folder, Capacity capacity, Duration usageInterval, Duration stopGrace) {
        this(
                platform,
                platform,
                token,
                folder,
                Inventory.of(capacity),
                USUAL_INVENTORY_PAUSE,
                usageInterval,
                stopGrace,
                WeightsConfig.NONE,
                NodeClient.usualHttp(),
                new EngineChoice.Processes());
    }

    /** The same with images of another registry. */
    public NodeConfig withImagesOf(URI other) {
        return new NodeConfig(
                platform,
                other,
                token,
                folder,
                inventory,
                inventoryPause,
                usageInterval,
                stopGrace,
                weights,
                http,
                engine);
    }

    /** The same with weights from there. */
    public NodeConfig withWeights(WeightsConfig other) {
        return new NodeConfig(
                platform,
                registry,
                token,
                folder,
                inventory,
                inventoryPause,
                usageInterval,
                stopGrace,
                other,
                http,
                engine);
    }

    /** The same with what another inventory says, read anew after each pause. */
    public NodeConfig withInventory(Inventory other, Duration pause) {
        return new NodeConfig(
                platform, registry, token, folder, other, pause, usageInterval, stopGrace, weights, http, engine);
    }

    /** The same by another client, such as one that trusts a certificate authority of the platform's own. */
    public NodeConfig withHttp(HttpClient other) {
        return new NodeConfig(
                platform,
                registry,
                token,
                folder,
                inventory,
                inventoryPause,
                usageInterval,
                stopGrace,
                weights,
                other,
                engine);
    }

    /** The same with another engine. */
    public NodeConfig withEngine(EngineChoice other) {
        return new NodeConfig(
                platform,
                registry,
                token,
                folder,
                inventory,
                inventoryPause,
                usageInterval,
                stopGrace,
                weights,
                http,
                other);
    }

    /**
     * A node with the usual limit: 60 s to stop, of which the runtime may take 30 s for calls and 1 s for their last words, 5 s for
     * jobs, 1 s for connections, 10 s for hooks and 10 s for engines.
     */
    public NodeConfig(URI platform, String token, Path folder, Capacity capacity, Duration usageInterval) {
        this(platform, token, folder, capacity, usageInterval, Duration.ofSeconds(60));
    }

    public NodeConfig {
        for (Duration duration : List.of(usageInterval, stopGrace, inventoryPause)) {
            if (!duration.isPositive()) {
                throw new NodeException("A node's intervals and limit are longer than nothing, got " + duration);
            }
        }
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "NodeConfig[" + folder + " of " + platform + "]";
    }
}
