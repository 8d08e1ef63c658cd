package io.chutes.cli.embedded;

import io.chutes.cli.console.UserFolder;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.weights.WeightsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How to run an embedded platform.
 *
 * @param data the folder of everything it keeps
 * @param port where its API, gateway and registry answer on 127.0.0.1; 0 for any
 * @param capacity what its node has, virtual GPUs among it
 * @param usageInterval how often the time of a ready instance is metered
 * @param weights where its node has models' files from
 * @param engine how its node runs instances
 */
public record EmbeddedConfig(
        Path data, int port, Capacity capacity, Duration usageInterval, WeightsConfig weights, EngineChoice engine) {
    /** A platform whose node fetches no weights and runs processes. */
    public EmbeddedConfig(Path data, int port, Capacity capacity, Duration usageInterval) {
        this(data, port, capacity, usageInterval, WeightsConfig.NONE, new EngineChoice.Processes());
    }

    /** Where a user's platform keeps its data unless told otherwise: {@code chutes/embedded} in the XDG data folder. */
    public static Path usersData(Map<String, String> environment) {
        return UserFolder.DATA.chutes(environment).resolve("embedded");
    }

    /**
     * Where PostgreSQL is unpacked, once for all platforms of a user: {@code chutes/postgres} in the XDG cache folder. It
     * may be deleted while none of them runs.
     */
    static Path usersPostgres() {
        return UserFolder.CACHE.chutes(System.getenv()).resolve("postgres");
    }

    /** The same with the Hub and the limit that the variables name. */
    public EmbeddedConfig withWeights(Map<String, String> environment) {
        try {
            return new EmbeddedConfig(data, port, capacity, usageInterval, WeightsConfig.of(environment), engine);
        } catch (NodeException e) {
            throw refused(e);
        }
    }

    /** Where the Docker Engine listens that a node of this machine uses, by the variables that name it. */
    public static Path dockerSocket(Map<String, String> environment) {
        try {
            return EngineChoice.Docker.socket(environment);
        } catch (NodeException e) {
            throw refused(e);
        }
    }

    /** The same with the engine that the variables name and describe. */
    public EmbeddedConfig withEngine(Map<String, String> environment) {
        try {
            return new EmbeddedConfig(data, port, capacity, usageInterval, weights, EngineChoice.of(environment));
        } catch (NodeException e) {
            throw refused(e);
        }
    }

    private static EmbeddedPlatformException refused(NodeException e) {
        return new EmbeddedPlatformException(String.valueOf(e.getMessage()), e);
    }
}
