package io.chutes.platform.node.engine;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * The address of a node's host at which its instances answer, and at no other.
 *
 * @param text an IP address
 */
public record HostAddress(String text) {
    /** Of a host that serves nobody but itself. */
    public static final HostAddress LOOPBACK = new HostAddress("127.0.0.1");

    /**
     * That of this host which a text is.
     *
     * @throws NodeException if it is none of its addresses
     */
    public static HostAddress of(String text) {
        InetAddress address = parse(text);
        if (address.isAnyLocalAddress()) {
            throw new NodeException(
                    "Gateways cannot call %s: name the one address of this machine that they reach it at"
                            .formatted(text));
        }
        try (var _ = new ServerSocket(0, 1, address)) {
            return new HostAddress(address.getHostAddress());
        } catch (IOException e) {
            throw new NodeException("%s is no address of this machine: %s".formatted(text, e.getMessage()), e);
        }
    }

    private static InetAddress parse(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    "The address of a node must be an IP address of its machine, such as 10.0.0.7, got '%s'"
                            .formatted(text),
                    e);
        }
    }

    /** Where somebody answers there. */
    URI at(int port) {
        return URI.create("http://%s:%d".formatted(address() instanceof Inet6Address ? "[" + text + "]" : text, port));
    }

    /** A port there that nobody has. */
    int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        }
    }

    private InetAddress address() {
        return InetAddress.ofLiteral(text);
    }
}
