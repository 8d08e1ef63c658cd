package io.chutes.platform.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is told on one channel of PostgreSQL, over a connection of its own that is made anew when it breaks, or when what was
 * heard could not be taken in.
 */
public final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Connections connections;
    private final String channel;
    private final Consumer<String> heard;
    private final Runnable missed;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection listening;

    Listener(Connections connections, String channel, Consumer<String> heard, Runnable missed) {
        this.connections = connections;
        this.channel = channel;
        this.heard = heard;
        this.missed = missed;
        this.thread = Thread.ofVirtual().name("listen-" + channel).start(this::run);
    }

    private void run() {
        while (!closed) {
            try (Connection connection = connections.open()) {
                listening = connection;
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    log.warn("Listening on '{}' broke off; it begins anew in {}", channel, RETRY, e);
                }
            }
            pause();
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + channel);
        }
        missed.run();
        PGConnection session = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification @Nullable [] told = session.getNotifications(0);
            for (PGNotification notification : told == null ? new PGNotification[0] : told) {
                heard.accept(notification.getParameter());
            }
        }
    }

    private void pause() {
        try {
            if (!closed) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException _) {
            log.debug("Woken to end");
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        closed = true;
        Connection open = listening;
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
            thread.interrupt();
            thread.join();
        } catch (SQLException e) {
            log.debug("Ending the connection that listens on '{}' failed", channel, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where a connection of its own comes from. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }
}
