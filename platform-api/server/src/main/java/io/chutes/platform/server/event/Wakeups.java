package io.chutes.platform.server.event;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Those who wait for events, and how they hear of them. What there is to read, they read from the database. */
final class Wakeups {
    private final Set<Wakeup> all = ConcurrentHashMap.newKeySet();

    /** Somebody who waits for an account's events, from now on. */
    Wakeup of(long accountId) {
        var wakeup = new Wakeup(accountId);
        all.add(wakeup);
        return wakeup;
    }

    void wake(long accountId) {
        all.stream().filter(wakeup -> wakeup.accountId == accountId).forEach(Wakeup::wake);
    }

    void wakeAll() {
        all.forEach(Wakeup::wake);
    }

    /** One who waits; close it when it is over. */
    final class Wakeup implements AutoCloseable {
        private final long accountId;
        private final Semaphore heard = new Semaphore(0);

        private Wakeup(long accountId) {
            this.accountId = accountId;
        }

        private void wake() {
            heard.release();
        }

        /** Waits until it was woken since it last waited, or the time is over; tells which. */
        boolean await(Duration atMost) throws InterruptedException {
            boolean woken = heard.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            heard.drainPermits();
            return woken;
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }
}
