package io.chutes.processor;

import io.chutes.platform.manifest.Limits;

/** The port of another server inside the container. */
final class LocalPort {
    private LocalPort() {}

    static int read(Settings settings) {
        int port = settings.number("port", Limits.PORT);
        if (port == Limits.OWN_PORT) {
            settings.complain("port", "Port 8000 is the chute's own: its calls would come back to it");
        }
        return port;
    }
}
