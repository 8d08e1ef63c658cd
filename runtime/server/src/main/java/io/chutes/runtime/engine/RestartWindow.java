package io.chutes.runtime.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often an engine was started again of late, and since it was last up; used by one thread. */
final class RestartWindow {
    /** No more restarts are allowed. */
    static final int EXHAUSTED = 0;

    private final int most;
    private final long nanos;
    private final Deque<Long> restarts = new ArrayDeque<>();
    private int sinceUp;

    RestartWindow(int most, Duration length) {
        this.most = most;
        this.nanos = length.toNanos();
    }

    /** Counts a restart at that moment; returns its number of those within the window or since the engine was up, from 1. */
    int next(long now) {
        while (restarts.size() > sinceUp && now - restarts.getFirst() > nanos) {
            restarts.removeFirst();
        }
        if (restarts.size() >= most) {
            return EXHAUSTED;
        }
        restarts.addLast(now);
        sinceUp++;
        return restarts.size();
    }

    /** The engine is up again. */
    void up() {
        sinceUp = 0;
    }
}
