package io.chutes.platform.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that hears what other connections, of this platform or another, tell by {@code NOTIFY}. */
public final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int WAIT_MILLIS = 200;
    private static final long RETRY_MILLIS = 1000;

    private final Jdbi jdbi;
    private final String channel;
    private final Consumer<String> heard;
    private final Runnable missed;
    private final Thread thread;
    private volatile boolean closed;

    private Listening(Jdbi jdbi, String channel, Consumer<String> heard, Runnable missed) {
        this.jdbi = jdbi;
        this.channel = channel;
        this.heard = heard;
        this.missed = missed;
        this.thread = Thread.ofVirtual().name("listening to " + channel).unstarted(this::run);
    }

    /**
     * Begins to listen.
     *
     * @param channel a plain identifier
     * @param heard takes what is told
     * @param missed is run whenever something may have been told to nobody
     */
    public static Listening start(Database database, String channel, Consumer<String> heard, Runnable missed) {
        var listening = new Listening(database.jdbi(), channel, heard, missed);
        listening.thread.start();
        return listening;
    }

    private void run() {
        while (!closed) {
            try (Handle handle = jdbi.open()) {
                handle.execute("listen " + channel);
                missed.run();
                listen(handle.getConnection());
                handle.execute("unlisten " + channel);
            } catch (SQLException | JdbiException e) {
                pause(e);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            for (PGNotification notification : postgres.getNotifications(WAIT_MILLIS)) {
                heard.accept(notification.getParameter());
            }
        }
    }

    private void pause(Exception reason) {
        if (closed) {
            return;
        }
        LOG.warn("Lost the connection that listens to {}; listening anew in a second", channel, reason);
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
