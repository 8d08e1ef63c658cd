package io.chutes.runtime.batch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** The calls that wait to be answered together, and how long they do. Guarded by the lock of its {@link Batcher}. */
final class Batch<I> {
    private final List<Seat<I>> seats = new ArrayList<>();
    private final int maxSize;
    private final Condition changed;
    private final InstantSource clock;
    private long patienceEnds;
    private Release reason = Release.WINDOW;
    private boolean full;
    private @Nullable Thread runner;

    Batch(int maxSize, Duration maxWait, Condition changed, InstantSource clock) {
        this.maxSize = maxSize;
        this.changed = changed;
        this.clock = clock;
        this.patienceEnds = System.nanoTime() + maxWait.toNanos();
    }

    /** Takes a call in; all wait no longer than half of the time that it has left. */
    void add(Seat<I> seat) {
        Instant now = clock.instant();
        Duration patience = Duration.ofNanos(patienceEnds - System.nanoTime());
        if (now.plus(patience.multipliedBy(2)).isAfter(seat.deadline())) {
            patienceEnds =
                    System.nanoTime() + Duration.between(now, seat.deadline()).toNanos() / 2;
            reason = Release.DEADLINE;
        }
        seats.add(seat);
        full = seats.size() == maxSize;
        changed.signal();
    }

    /** Gives a place up; a batch that nobody waits for any more ends without a run, or its run is interrupted. */
    void remove(Seat<I> seat) {
        seats.remove(seat);
        changed.signal();
        if (runner != null && seats.isEmpty()) {
            runner.interrupt();
        }
    }

    /** Whether it once held as many calls as it may; it then stays closed, even where one leaves. */
    boolean isFull() {
        return full;
    }

    /** Waits until the calls that are left are to be answered, on this thread from then on. */
    Release awaitRelease() throws InterruptedException {
        while (!full && !seats.isEmpty() && patienceEnds - System.nanoTime() > 0) {
            changed.awaitNanos(patienceEnds - System.nanoTime());
        }
        runner = Thread.currentThread();
        return full ? Release.FULL : reason;
    }

    List<Seat<I>> seats() {
        return List.copyOf(seats);
    }
}
