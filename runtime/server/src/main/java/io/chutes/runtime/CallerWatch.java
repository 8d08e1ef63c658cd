package io.chutes.runtime;

import io.chutes.runtime.connection.CallerConnection;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** Whether the caller of one call is still there, by what its connection looks like from time to time. */
final class CallerWatch {
    /** About two seconds of looks: by chance, bytes are not gone that often in a row. */
    private static final int TIMES_EMPTY = 20;

    private final CallerConnection connection;
    private @Nullable SelectionKey key;
    private boolean allWasRead;
    private int timesEmpty;
    private long lastEmpty;

    CallerWatch(CallerConnection connection) {
        this.connection = connection;
    }

    /** Has the selector tell the call when its connection can be read, from the first time on. */
    void begin(Selector selector, RunningCall call) {
        if (key == null) {
            key = connection.watch(selector, call);
        }
    }

    /**
     * Whether the caller has left, whose connection could be read a moment ago. That it is empty now may mean that the server has
     * just taken what was there; once all of the request was read, the server takes nothing before it has answered.
     *
     * @param empty whether no bytes are there
     */
    boolean hasLeft(boolean empty) {
        if (!empty) {
            timesEmpty = 0;
            return false;
        }
        boolean left = allWasRead || timesEmpty >= TIMES_EMPTY;
        long now = System.nanoTime();
        if (timesEmpty == 0 || now - lastEmpty >= Calls.TICK_NANOS) {
            timesEmpty++;
            lastEmpty = now;
        }
        allWasRead = connection.isRead();
        return left;
    }
}
