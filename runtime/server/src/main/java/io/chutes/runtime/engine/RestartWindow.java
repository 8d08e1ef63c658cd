package io.chutes.runtime.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often an engine was started again of late; used by one thread. */
final class RestartWindow {
    /** No more restarts are allowed. */
    static final int EXHAUSTED = 0;

    private final int most;
    private final long nanos;
    private final Deque<Long> restarts = new ArrayDeque<>();

    RestartWindow(int most, Duration length) {
        this.most = most;
        this.nanos = length.toNanos();
    }

    /** Counts a restart at that moment; returns its number within the window, from 1. */
    int next(long now) {
        while (!restarts.isEmpty() && now - restarts.getFirst() > nanos) {
            restarts.removeFirst();
        }
        if (restarts.size() >= most) {
            return EXHAUSTED;
        }
        restarts.addLast(now);
        return restarts.size();
    }
}
