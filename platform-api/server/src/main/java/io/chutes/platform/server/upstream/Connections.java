package io.chutes.platform.server.upstream;

import io.chutes.platform.server.loop.Loop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to instances: those in use, and those that wait for their next request, of which the latest goes first. */
public final class Connections implements AutoCloseable {
    /** An instance closes those that are silent for 75 s; so that it is not just about to, they are closed before. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(5);
    private static final int MOST_RESTING = 256;
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Set<Connection> used = new HashSet<>();
    private final Map<URI, Deque<Connection>> resting = new HashMap<>();
    private final Loop looks = new Loop("resting-connections", LOOKS_EVERY, () -> close(overdue()));
    private boolean closed;

    public Connections() {
        looks.start();
    }

    /** An exchange that is yet to begin. */
    public Exchange exchange(OutgoingRequest request) {
        return new Exchange(this, request);
    }

    /** One that rested and is still good, in use from now on; null if there is none. */
    @Nullable Connection rested(URI address) throws IOException {
        while (true) {
            Connection next = next(address);
            if (next == null || (!next.hasRestedFor(LONGEST_REST) && next.isGood())) {
                return next;
            }
            drop(next);
        }
    }

    private synchronized @Nullable Connection next(URI address) throws IOException {
        requireOpen();
        Deque<Connection> waiting = resting.get(address);
        Connection next = waiting == null ? null : waiting.pollLast();
        if (next != null) {
            used.add(next);
        }
        return next;
    }

    /** One that is yet to be made, in use from now on. */
    synchronized Connection another(URI address) throws IOException {
        requireOpen();
        Connection connection = Connection.to(address);
        used.add(connection);
        return connection;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The gateway is closing");
        }
    }

    /** It is free for the next request. */
    void giveBack(Connection connection) {
        if (!connection.rest() || !rest(connection)) {
            drop(connection);
        }
    }

    private synchronized boolean rest(Connection connection) {
        Deque<Connection> waiting = resting.computeIfAbsent(connection.address(), _ -> new ArrayDeque<>());
        if (closed || waiting.size() == MOST_RESTING) {
            return false;
        }
        used.remove(connection);
        waiting.addLast(connection);
        return true;
    }

    /** It is good for nothing more. */
    void drop(Connection connection) {
        synchronized (this) {
            used.remove(connection);
        }
        close(List.of(connection));
    }

    private synchronized List<Connection> overdue() {
        List<Connection> overdue = new ArrayList<>();
        for (Deque<Connection> waiting : resting.values()) {
            while (!waiting.isEmpty() && waiting.getFirst().hasRestedFor(LONGEST_REST)) {
                overdue.add(waiting.removeFirst());
            }
        }
        resting.values().removeIf(Deque::isEmpty);
        return overdue;
    }

    private static void close(Iterable<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                log.debug("Closing a connection to {} failed", connection.address(), e);
            }
        }
    }

    /** Cuts off what is under way. */
    @Override
    public void close() {
        looks.close();
        List<Connection> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            all.addAll(used);
            resting.values().forEach(all::addAll);
            resting.clear();
        }
        close(all);
    }
}
