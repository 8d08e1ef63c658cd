package io.chutes.runtime;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@link Main} as a process of its own. */
final class MainProcess {
    private MainProcess() {}

    /** With a manifest in that folder that names no more than the routes. */
    static Process serving(Class<?> routes, Path folder, int port, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"routesClass\": \"" + routes.getName() + "\"}");
        return start(folder, "manifest.json", port, environment);
    }

    static Process start(Path folder, String manifest, int port, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                Main.class.getName(),
                manifest);
        builder.environment().put("CHUTES_PORT", Integer.toString(port));
        builder.environment().put("CHUTES_HOST", "127.0.0.1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
