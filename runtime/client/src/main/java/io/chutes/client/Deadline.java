package io.chutes.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a call is ended, if its caller set a timeout.
 *
 * @param timeout how long after the start, null for never
 * @param start as {@link System#nanoTime} counts
 */
record Deadline(@Nullable Duration timeout, long start) {
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final ScheduledExecutorService TIMER = timer();

    static Deadline in(@Nullable Duration timeout) {
        return new Deadline(timeout, System.nanoTime());
    }

    /** What is left of the timeout, not below zero. */
    Duration left() {
        if (timeout == null) {
            return NEVER;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean passed() {
        return left().isZero();
    }

    /** Does something when it passes, unless that is cancelled before. */
    Future<?> whenPassed(Runnable action) {
        if (timeout == null) {
            return CompletableFuture.completedFuture("never");
        }
        // Not on the timer's thread: what is done may take long.
        Runnable elsewhere = () -> ForkJoinPool.commonPool().execute(action);
        return TIMER.schedule(elsewhere, left().toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    ChuteTimeoutException exception(String what) {
        return new ChuteTimeoutException(what + " took longer than its timeout of " + timeout);
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "chutes-client-deadlines");
            thread.setDaemon(true);
            thread.setContextClassLoader(null); // or it would hold that of whoever called first
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true); // or each call would be kept until its timeout
        return timer;
    }
}
