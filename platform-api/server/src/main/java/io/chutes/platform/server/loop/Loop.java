package io.chutes.platform.server.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that is done at once and then again and again, with a pause after each time, on a thread of its own until it is closed. */
public final class Loop implements AutoCloseable {
    private final Duration pause;
    private final Runnable pass;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * One that has not begun.
     *
     * @param name of its thread
     * @param pass done each time; what it throws ends the loop, so it handles what may be better the next time
     */
    public Loop(String name, Duration pause, Runnable pass) {
        this.pause = pause;
        this.pass = pass;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Whether it is to go on; a long pass asks now and then. */
    public boolean goesOn() {
        return closed.getCount() > 0;
    }

    private void run() {
        try {
            do {
                pass.run();
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns once the pass that is under way is over. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
