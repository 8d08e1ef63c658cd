package io.chutes.platform.server.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** A database that cannot be reached, or broke off: what was asked may work again soon. */
final class Outage {
    private Outage() {}

    static boolean is(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && is(sql)) {
                return true;
            }
        }
        return false;
    }

    // 08 is a connection that failed, 57P a server that stops or starts; a pool that has no connection says it by its
    // class.
    private static boolean is(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }
}
