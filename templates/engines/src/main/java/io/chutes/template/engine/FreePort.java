package io.chutes.template.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Finds ports for engines. They are below those that systems give to outgoing connections, so that one that is free now is free when an
 * engine has loaded its model, minutes later.
 */
final class FreePort {
    private static final int FIRST = 16_384;
    private static final int END = 30_000;
    private static final int TRIES = 1000;
    private static final RandomGenerator RANDOM = new SecureRandom();
    /** Not free for another engine of this process, whether or not the first listens there yet. */
    private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    static int find() {
        return RANDOM.ints(TRIES, FIRST, END)
                .filter(FreePort::isFree)
                .filter(FOUND::add)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "none of %d ports tried of %d to %d is free".formatted(TRIES, FIRST, END - 1)));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
