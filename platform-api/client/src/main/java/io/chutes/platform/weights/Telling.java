package io.chutes.platform.weights;

import java.time.Duration;

/** Tells how far a download has come, whoever's it is, until it is closed. */
final class Telling implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final WeightsCache.Turn turn;
    private final WeightsProgress progress;
    private final Thread thread;
    private boolean isOver;

    Telling(WeightsCache.Turn turn, WeightsProgress progress) {
        this.turn = turn;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("weights-progress").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                tell();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell() {
        Counter counter = turn.counter();
        if (!isOver && counter != null) {
            counter.tell(progress);
        }
    }

    /** Nothing is told after this. */
    @Override
    public void close() {
        synchronized (this) {
            isOver = true;
        }
        thread.interrupt();
    }
}
