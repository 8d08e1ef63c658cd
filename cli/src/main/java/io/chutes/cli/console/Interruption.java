package io.chutes.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of a thread's work if this process is told to end: the thread is interrupted, and the process waits until it has left the
 * work, and with it undone what was half made.
 */
public final class Interruption implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtExit atExit = AtExit.of(this::interrupt);

    private Interruption() {}

    /** Of the work that this thread does until it closes this. */
    public static Interruption ofThisThread() {
        return new Interruption();
    }

    private void interrupt() {
        worker.interrupt();
        try {
            left.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        atExit.close();
        left.countDown();
    }
}
