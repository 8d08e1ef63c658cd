package io.chutes.runtime.job;

import java.time.Duration;
import java.time.Instant;

/** The time, and what is done when some of it has passed. */
public interface Timers extends AutoCloseable {
    Instant now();

    /** Does something short when so much time has passed, on any thread. */
    Timer after(Duration delay, Runnable task);

    /** Does nothing that is outstanding any more. */
    @Override
    void close();

    /** Something that will be done. */
    interface Timer {
        /** Leaves it undone, if it is not done yet. */
        void cancel();
    }
}
