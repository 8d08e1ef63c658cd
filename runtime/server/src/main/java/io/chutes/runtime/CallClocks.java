package io.chutes.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one call: since when it is here, since when it runs, and until when it may: in all, and to its answer's next part.
 * Guarded by the lock of its {@link RunningCall}.
 */
final class CallClocks {
    private final Settings settings;
    private final long came = System.nanoTime();
    private long began;
    private Limit total = Limit.NONE;
    private Limit next = Limit.NONE;

    CallClocks(Settings settings) {
        this.settings = settings;
    }

    /**
     * The call has its turn.
     *
     * @param left what the caller gives it
     */
    void begin(Duration left) {
        began = System.nanoTime();
        boolean callersLimit = left.compareTo(settings.total()) < 0;
        total = callersLimit
                ? Limit.in(left, "X-Chutes-Deadline-Ms of the caller")
                : Limit.in(settings.total(), "@Timeouts(total)");
        next = Limit.in(settings.firstByte(), "@Timeouts(firstByte)");
    }

    boolean hasBegun() {
        return began != 0;
    }

    /** A part of the answer is there: from now on the time between parts counts. */
    void part() {
        next = Limit.in(settings.idle(), "@Timeouts(idle)");
    }

    /** All of the answer is there; what remains is the caller's taking it. */
    void answered() {
        next = Limit.NONE;
    }

    /** The one that is over first. */
    Limit limit() {
        return total.sooner(next);
    }

    /** The one that is over; null if none is. */
    @Nullable Limit over(long now) {
        if (total.isOver(now)) {
            return total;
        }
        return next.isOver(now) ? next : null;
    }

    /** How long it waited for its place. */
    Duration queued() {
        return Duration.ofNanos((hasBegun() ? began : System.nanoTime()) - came);
    }

    /** How long it waited for its turn; null if it never had one. */
    @Nullable Duration turn() {
        return hasBegun() ? Duration.ofNanos(began - came) : null;
    }

    /** How long ago it came. */
    long ageNanos(long now) {
        return now - came;
    }

    long runningNanos(long now) {
        return hasBegun() ? now - began : 0;
    }

    /** How long the call waited, and how long it has run, for {@code Server-Timing}. */
    String timing() {
        long from = hasBegun() ? began : System.nanoTime();
        return "queue;dur=" + tenths(from - came) + ", run;dur=" + tenths(System.nanoTime() - from);
    }

    private static double tenths(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
