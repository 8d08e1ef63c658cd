package io.chutes.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The part of a start in which the chute's own code runs. Whoever ends the instance meanwhile interrupts it. */
final class Start {
    /** For an engine that is just being started to end, and for a method to take notice. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private @Nullable Thread thread;
    private boolean begun;
    private boolean stopped;

    void run(Runnable part) {
        begin();
        try {
            part.run();
        } finally {
            end();
        }
    }

    /** Lets it not begin, or interrupts it and waits until it is over; true if it had begun. */
    synchronized boolean stop() {
        stopped = true;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
            awaitEnd();
        }
        return begun;
    }

    private synchronized void begin() {
        if (stopped) {
            throw new StartupException("the instance was stopped before its start was over");
        }
        begun = true;
        thread = Thread.currentThread();
    }

    private synchronized void end() {
        thread = null;
        if (stopped) {
            var _ = Thread.interrupted(); // it meant this part, and no more of it is left
        }
        notifyAll();
    }

    private synchronized void awaitEnd() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (long left = PATIENCE.toNanos(); thread != null && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
