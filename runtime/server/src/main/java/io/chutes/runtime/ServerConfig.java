package io.chutes.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom a chute is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any
 * @param instanceToken what callers must send as {@code X-Chutes-Instance-Token}; null for no check
 */
public record ServerConfig(String host, int port, @Nullable String instanceToken) {
    private static final int MAX_PORT = 65_535;

    public ServerConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new StartupException("the port must be 0 to " + MAX_PORT + ", got " + port);
        }
        if (instanceToken != null && instanceToken.isBlank()) {
            throw new StartupException(
                    "CHUTES_INSTANCE_TOKEN is set but empty: set a token, or unset it to serve everybody");
        }
    }

    /** Any port of this machine alone, no token: for tests. */
    public static ServerConfig local() {
        return new ServerConfig("127.0.0.1", 0, null);
    }

    static ServerConfig fromEnvironment(Map<String, String> environment) {
        String port = environment.getOrDefault("CHUTES_PORT", "8000");
        try {
            return new ServerConfig(
                    environment.getOrDefault("CHUTES_HOST", "0.0.0.0"),
                    Integer.parseInt(port),
                    environment.get("CHUTES_INSTANCE_TOKEN"));
        } catch (NumberFormatException e) {
            throw new StartupException("CHUTES_PORT must be a number, got '" + port + "'");
        }
    }
}
