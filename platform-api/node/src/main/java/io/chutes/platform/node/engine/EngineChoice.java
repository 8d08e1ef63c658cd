package io.chutes.platform.node.engine;

import io.chutes.platform.node.NodeException;
import java.nio.file.Path;
import java.util.Map;

/** Which engine a node runs its instances by. */
public sealed interface EngineChoice {
    /**
     * As processes of the node's host, which isolates nothing.
     *
     * @param address where they answer
     */
    record Processes(HostAddress address) implements EngineChoice {
        /** That answer nobody but this host. */
        public Processes() {
            this(HostAddress.LOOPBACK);
        }
    }

    /**
     * As containers of a Docker Engine on the node's host.
     *
     * @param socket where it answers
     * @param network what its containers are connected to
     * @param address where they answer
     */
    record Docker(Path socket, Network network, HostAddress address) implements EngineChoice {
        /** Where the engine answers, as {@value #DOCKER_HOST} says. */
        public static Path socket(Map<String, String> environment) {
            String host = environment.getOrDefault(DOCKER_HOST, "");
            if (host.isBlank()) {
                return Path.of("/var/run/docker.sock");
            }
            String scheme = "unix://";
            if (!host.startsWith(scheme + "/")) {
                throw new NodeException(
                        "%s must be unix:///<path>, since a node uses the Docker Engine of its own host, got '%s'"
                                .formatted(DOCKER_HOST, host));
            }
            return Path.of(host.substring(scheme.length()));
        }
    }

    /** What a container is connected to. */
    enum Network {
        /** A network of its own behind Docker's bridge, with one port published at an address of this host. */
        BRIDGE,
        /** The host's network itself: for hosts whose Docker has no bridge. */
        HOST
    }

    /** The variable that names a node's engine. */
    String ENGINE = "CHUTES_NODE_ENGINE";

    /** The variable that says at which IP address of the node's host its instances answer. */
    String ADDRESS = "CHUTES_NODE_ADDRESS";

    /** The variable that says where the Docker Engine answers, as Docker's own tools have it. */
    String DOCKER_HOST = "DOCKER_HOST";

    /** The variable that names the {@link Network}. */
    String DOCKER_NETWORK = "CHUTES_DOCKER_NETWORK";

    /** The engine that {@value #ENGINE} names, processes if it is not there, as the other variables describe it. */
    static EngineChoice of(Map<String, String> environment) {
        String name = environment.getOrDefault(ENGINE, "");
        return of(name.isBlank() ? "process" : name, environment);
    }

    /** The engine of that name, {@code process} or {@code docker}, as the variables describe it. */
    static EngineChoice of(String name, Map<String, String> environment) {
        return switch (name) {
            case "process" -> new Processes(address(environment));
            case "docker" -> new Docker(Docker.socket(environment), network(environment), address(environment));
            default -> throw new NodeException("The engine must be process or docker, got '" + name + "'");
        };
    }

    private static HostAddress address(Map<String, String> environment) {
        String address = environment.getOrDefault(ADDRESS, "");
        return address.isBlank() ? HostAddress.LOOPBACK : HostAddress.of(address);
    }

    private static Network network(Map<String, String> environment) {
        String name = environment.getOrDefault(DOCKER_NETWORK, "");
        return switch (name) {
            case "", "bridge" -> Network.BRIDGE;
            case "host" -> Network.HOST;
            default -> throw new NodeException("%s must be bridge or host, got '%s'".formatted(DOCKER_NETWORK, name));
        };
    }
}
