package io.chutes.platform.server.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that at most one of all who share a database holds: an advisory one of PostgreSQL's, on a connection of its own. PostgreSQL gives it
 * to another as soon as that connection ends, whether its holder let go, died or was cut off.
 */
public final class SoleLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SoleLock.class);
    private static final int ANSWERS_WITHIN_SECONDS = 2;

    /** A holder that is gone without a word is found out within ten seconds. */
    private static final String FIND_OUT =
            "set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3";

    private final Listener.Connections connections;
    private final String name;
    private @Nullable Connection connection;
    private boolean taken;
    private boolean closed;

    SoleLock(Listener.Connections connections, String name) {
        this.connections = connections;
        this.name = name;
    }

    /** Whether it is held here now; takes it if nobody has it. */
    public synchronized boolean isHeld() {
        if (closed) {
            return false;
        }
        try {
            boolean before = taken;
            Connection open = open();
            taken = taken || take(open);
            if (taken && !before) {
                log.info("This control plane has the lock '{}'", name);
            }
            return taken;
        } catch (SQLException e) {
            log.warn("The lock '{}' cannot be held now: {}", name, e.getMessage());
            drop();
            return false;
        }
    }

    private Connection open() throws SQLException {
        Connection known = connection;
        if (known != null && known.isValid(ANSWERS_WITHIN_SECONDS)) {
            return known;
        }
        drop();
        Connection fresh = connections.open();
        connection = fresh;
        try (Statement statement = fresh.createStatement()) {
            statement.execute(FIND_OUT);
        }
        return fresh;
    }

    private boolean take(Connection open) throws SQLException {
        try (var statement = open.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void drop() {
        taken = false;
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("Closing the connection of the lock '{}' failed", name, e);
        }
        connection = null;
    }

    /** Lets go of it. */
    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}
