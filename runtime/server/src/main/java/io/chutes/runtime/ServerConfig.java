package io.chutes.runtime;

import io.chutes.runtime.trace.Tracing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom a chute is served, and what it is given.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any
 * @param instanceToken what callers must send as {@code X-Chutes-Instance-Token}; null for no check
 * @param secrets the values of secrets, by name
 * @param weights the folders of models' files, by the field that takes them
 * @param clock by which deadlines are computed
 * @param tracing what makes spans of calls; null for none
 */
public record ServerConfig(
        String host,
        int port,
        @Nullable String instanceToken,
        Map<String, String> secrets,
        Map<String, Path> weights,
        Clock clock,
        @Nullable Tracing tracing) {
    private static final int MAX_PORT = 65_535;

    public ServerConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new StartupException(
                    "the port, which CHUTES_PORT chooses, must be 0 to " + MAX_PORT + ", got " + port);
        }
        if (instanceToken != null && instanceToken.isBlank()) {
            throw new StartupException(
                    "CHUTES_INSTANCE_TOKEN is set but empty: set a token, or unset it to serve everybody");
        }
        secrets = Map.copyOf(secrets);
        weights = Map.copyOf(weights);
    }

    /** A chute that is given nothing, by the clock of this machine. */
    public ServerConfig(String host, int port, @Nullable String instanceToken) {
        this(host, port, instanceToken, Map.of(), Map.of(), Clock.systemUTC(), null);
    }

    /** Any port of this machine alone, no token: for tests. */
    public static ServerConfig local() {
        return new ServerConfig("127.0.0.1", 0, null);
    }

    /** This with other secrets. */
    public ServerConfig withSecrets(Map<String, String> values) {
        return new ServerConfig(host, port, instanceToken, values, weights, clock, tracing);
    }

    /** This with other folders of models' files. */
    public ServerConfig withWeights(Map<String, Path> folders) {
        return new ServerConfig(host, port, instanceToken, secrets, folders, clock, tracing);
    }

    /** This with another clock. */
    public ServerConfig withClock(Clock other) {
        return new ServerConfig(host, port, instanceToken, secrets, weights, other, tracing);
    }

    /** This with spans of its calls. */
    ServerConfig withTracing(@Nullable Tracing other) {
        return new ServerConfig(host, port, instanceToken, secrets, weights, clock, other);
    }

    static ServerConfig fromEnvironment(Map<String, String> environment) {
        String port = environment.getOrDefault("CHUTES_PORT", "8000");
        try {
            return new ServerConfig(
                            environment.getOrDefault("CHUTES_HOST", "0.0.0.0"),
                            Integer.parseInt(port),
                            environment.get("CHUTES_INSTANCE_TOKEN"))
                    .withSecrets(environment)
                    .withWeights(weightsIn(environment.get("CHUTES_WEIGHTS")));
        } catch (NumberFormatException e) {
            throw new StartupException("CHUTES_PORT must be a number, got '" + port + "'");
        }
    }

    /** The folders of a folder, by their names. */
    private static Map<String, Path> weightsIn(@Nullable String parent) {
        if (parent == null) {
            return Map.of();
        }
        if (!Files.isDirectory(Path.of(parent))) {
            throw new StartupException("there is no folder " + parent + ", which CHUTES_WEIGHTS names");
        }
        try (Stream<Path> folders = Files.list(Path.of(parent))) {
            return folders.filter(Files::isDirectory)
                    .collect(Collectors.toUnmodifiableMap(
                            folder -> String.valueOf(folder.getFileName()), Function.identity()));
        } catch (IOException e) {
            throw new StartupException("could not list the folder " + parent + ", which CHUTES_WEIGHTS names: " + e);
        }
    }
}
