package io.chutes.platform.server.event;

import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears of each event as it is written, by this control plane or by another on the same database. */
public final class EventFeed implements AutoCloseable {
    private final Wakeups wakeups = new Wakeups();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Listener listener;
    private volatile boolean closed;

    public EventFeed(Database database) {
        listener = database.listen("event", account -> heard(Long.parseLong(account)), this::heardAny);
    }

    /** Runs something whenever there are new events of whatever account. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    Wakeups.Wakeup wakeup(long accountId) {
        return wakeups.of(accountId);
    }

    boolean isOpen() {
        return !closed;
    }

    private void heard(long accountId) {
        wakeups.wake(accountId);
        watchers.forEach(Runnable::run);
    }

    private void heardAny() {
        wakeups.wakeAll();
        watchers.forEach(Runnable::run);
    }

    /** Stops hearing, and ends all streams. */
    @Override
    public void close() {
        closed = true;
        listener.close();
        wakeups.wakeAll();
    }
}
