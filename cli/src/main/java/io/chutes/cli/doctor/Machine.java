package io.chutes.cli.doctor;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatformException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Looks at this machine. */
final class Machine {
    private static final int RELEASE = 25;
    private static final int PORT = 8700;
    private static final long FREE_MIB = 1024;

    private final Map<String, String> environment;

    Machine(Map<String, String> environment) {
        this.environment = environment;
    }

    Finding jdk() {
        Path home = Path.of(System.getProperty("java.home"));
        String says = "%s in %s".formatted(Runtime.version(), home);
        if (Runtime.version().feature() < RELEASE) {
            return Finding.fail("JDK", says, "install a JDK %d or newer and point JAVA_HOME at it".formatted(RELEASE));
        }
        return Files.isExecutable(home.resolve("bin/jlink"))
                ? Finding.ok("JDK", says)
                : Finding.fail(
                        "JDK", says + " has no jlink", "install a full JDK, not a JRE, and point JAVA_HOME at it");
    }

    Finding maven() {
        return onPath("mvn")
                .map(found -> Finding.ok("Maven", found.toString()))
                .orElseGet(() -> Finding.warn(
                        "Maven", "no mvn on the PATH", "install it, unless your projects have its wrapper, mvnw"));
    }

    Finding docker() {
        try {
            Path socket = EmbeddedConfig.dockerSocket(environment);
            try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return Finding.ok("Docker", "an Engine listens at " + socket);
            } catch (IOException e) {
                return noDocker("no Engine listens at %s, %s".formatted(socket, e.getMessage()));
            }
        } catch (EmbeddedPlatformException e) {
            return noDocker(String.valueOf(e.getMessage()));
        }
    }

    private static Finding noDocker(String says) {
        return Finding.warn("Docker", says, "only nodes that run instances in containers need it");
    }

    Finding port() {
        try (var _ = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return Finding.ok("port " + PORT, "free for chutes platform start");
        } catch (IOException e) {
            return Finding.warn(
                    "port " + PORT,
                    "in use",
                    "if not by a platform of yours, start it with chutes platform start --port");
        }
    }

    Finding disk() {
        Path data = EmbeddedConfig.usersData(environment);
        Path there = data;
        while (!Files.exists(there)) {
            there = Optional.ofNullable(there.getParent()).orElse(Path.of("/"));
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace() >> 20;
            String says = "%d MiB free for %s".formatted(free, data);
            return free < FREE_MIB
                    ? Finding.warn(
                            "disk", says, "a platform needs %d MiB; make room, or use --data".formatted(FREE_MIB))
                    : Finding.ok("disk", says);
        } catch (IOException e) {
            return Finding.warn("disk", "could not be looked at, " + e, "look at " + there);
        }
    }

    private Optional<Path> onPath(String program) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
