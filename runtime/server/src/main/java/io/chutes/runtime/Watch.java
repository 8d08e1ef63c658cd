package io.chutes.runtime;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The clocks of one call that runs: the one that goes off interrupts its thread, once, and is named in the answer. */
final class Watch implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();
    private static final int TIMED_OUT = 504;

    private final Thread thread = Thread.currentThread();
    private final Settings settings;
    private final ScheduledFuture<?> total;
    private @Nullable ScheduledFuture<?> next;
    private @Nullable String expired;
    private boolean over;

    /**
     * Starts the clocks of a call on the thread of this one.
     *
     * @param left what the caller gives it
     */
    Watch(Settings settings, Duration left) {
        this.settings = settings;
        boolean callersLimit = left.compareTo(settings.total()) < 0;
        this.total = schedule(
                callersLimit ? left : settings.total(),
                callersLimit ? "X-Chutes-Deadline-Ms of the caller" : "@Timeouts(total), " + settings.total());
        this.next = schedule(settings.firstByte(), "@Timeouts(firstByte), " + settings.firstByte());
    }

    /** An event of the answer is on its way: from now on the time between events counts. */
    synchronized void event() {
        cancelNext();
        next = schedule(settings.idle(), "@Timeouts(idle), " + settings.idle());
    }

    /** All of the answer is there; what remains is the caller's taking it. */
    synchronized void answered() {
        cancelNext();
    }

    synchronized boolean hasExpired() {
        return expired != null;
    }

    /** What a call's failure is: the limit that interrupted it, if one did. */
    synchronized Throwable reasonOf(Throwable thrown) {
        if (expired != null) {
            Thread.interrupted(); // the answer is still to be written
        }
        return expired == null ? thrown : new ProblemException(TIMED_OUT, "The call was ended by " + expired);
    }

    /** Stops the clocks; no interrupt is left behind. */
    @Override
    public synchronized void close() {
        over = true;
        cancelNext();
        total.cancel(false);
        if (expired != null) {
            Thread.interrupted();
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private ScheduledFuture<?> schedule(Duration limit, String name) {
        return TIMER.schedule(() -> expire(name), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void expire(String name) {
        if (!over && expired == null) {
            expired = name;
            thread.interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timeouts").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
