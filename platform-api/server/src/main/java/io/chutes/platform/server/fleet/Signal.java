package io.chutes.platform.server.fleet;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Tells those who wait that the fleet, or what is asked of it, has changed. What changed is read from the database. */
public final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;
    private boolean closed;

    /** How many changes there were: read it before the state that the waiting is about. */
    public long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes everybody. Call it after the change is committed. */
    public void changed() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look whether they still want to. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting, now and later. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the platform stops: nothing will change any more. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are more changes than {@code seen}, the time is over, or the platform stops. */
    public void await(long seen, Duration atMost) throws InterruptedException {
        await(seen, atMost, () -> false);
    }

    /** The same, or until it wants no more, which it is asked when it is {@linkplain #wake() woken}. */
    public void await(long seen, Duration atMost, BooleanSupplier enough) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (changes == seen && nanos > 0 && !closed && !enough.getAsBoolean()) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
