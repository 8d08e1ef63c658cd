package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.DesiredInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** What the runtime inside an image is told by variables, whichever engine starts it. */
final class RuntimeVariables {
    /** The only address that an instance with the host's network answers at. */
    static final String LOOPBACK = "127.0.0.1";

    static final String INSTANCE_ID = "CHUTES_INSTANCE_ID";

    /** A folder with one for each field that takes weights. */
    static final String WEIGHTS = "CHUTES_WEIGHTS";

    private RuntimeVariables() {}

    /** Who it is and where it is to answer. */
    static Map<String, String> of(DesiredInstance instance, String host, int port) {
        return Map.of(
                "CHUTES_HOST",
                host,
                "CHUTES_PORT",
                Integer.toString(port),
                INSTANCE_ID,
                instance.id(),
                "CHUTES_INSTANCE_TOKEN",
                instance.token());
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
