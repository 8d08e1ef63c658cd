package io.chutes.runtime;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an instance stops its work: it takes no new calls, lets those that run or wait finish, and ends those that do not in time.
 * A stream has as long as its own clocks give it.
 */
final class Drain {
    /** For calls that were ended to say so, and for answers to be taken. */
    static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final int UNAVAILABLE = 503;

    private final Readiness readiness;
    private final Calls calls;
    private final Duration limit;
    private final Duration total;
    private @Nullable Thread thread;

    /**
     * A drain that has not begun.
     *
     * @param limit the most that calls get to finish, from when it begins
     * @param total the most that a stream takes by its own clock
     */
    Drain(Readiness readiness, Calls calls, Duration limit, Duration total) {
        this.readiness = readiness;
        this.calls = calls;
        this.limit = limit;
        this.total = total;
    }

    /** Takes no new calls from now on; the time of those that are there runs from the first time on. */
    synchronized Thread begin() {
        readiness.drain();
        if (thread == null) {
            thread = Thread.ofVirtual().name("drain").start(this::finish);
        }
        return thread;
    }

    /** Begins, if that was not done before, and waits until the calls are over. */
    void await() {
        try {
            begin().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        if (!calls.awaitNone(_ -> true, limit)) {
            end(call -> !call.streams());
            if (!calls.awaitNone(RunningCall::streams, total)) {
                end(RunningCall::streams); // its method heeds no clock
            }
            calls.awaitNone(_ -> true, LAST_WORDS);
        }
    }

    /** Who has waited in vain may come again; what began may have done its work. */
    private void end(Predicate<RunningCall> of) {
        calls.end(
                of,
                new ProblemException(UNAVAILABLE, "The instance is stopping").retryAfter(1),
                new ProblemException(UNAVAILABLE, "The instance is stopping"));
    }
}
