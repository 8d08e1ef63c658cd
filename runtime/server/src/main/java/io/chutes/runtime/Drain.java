package io.chutes.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an instance stops its work: it takes no new calls, lets those that run or wait finish, and ends those that do not in time. */
final class Drain {
    /** For calls that were ended to say so, and for answers to be taken. */
    static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final int UNAVAILABLE = 503;

    private final Readiness readiness;
    private final Calls calls;
    private final Duration limit;
    private @Nullable Thread thread;

    /**
     * A drain that has not begun.
     *
     * @param limit the most that calls get to finish, from when it begins
     */
    Drain(Readiness readiness, Calls calls, Duration limit) {
        this.readiness = readiness;
        this.calls = calls;
        this.limit = limit;
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
        if (!calls.awaitNone(limit)) {
            // Who has waited in vain may come again; what began may have done its work.
            calls.end(
                    new ProblemException(UNAVAILABLE, "The instance is stopping").retryAfter(1),
                    new ProblemException(UNAVAILABLE, "The instance is stopping"));
            calls.awaitNone(LAST_WORDS);
        }
    }
}
