package io.chutes.platform.server.gateway;

import java.time.Duration;

/** How long a call runs: from when an instance has it until it is over. Whoever has it guards it. */
final class RunTime {
    private long started;
    private long ended;
    private long seen;
    private boolean running;
    private boolean over;

    void begin() {
        if (!over) {
            started = System.nanoTime();
            seen = started;
            running = true;
        }
    }

    /** It did not run after all. */
    void undo() {
        running = false;
    }

    boolean isRunning() {
        return running && !over;
    }

    void end() {
        ended = System.nanoTime();
        over = true;
    }

    boolean isOver() {
        return over;
    }

    Duration soFar() {
        return running ? Duration.ofNanos(now() - started) : Duration.ZERO;
    }

    /** What has passed of it since this was asked last. */
    Duration sinceLast() {
        long now = now();
        long passed = running ? now - seen : 0;
        seen = now;
        return Duration.ofNanos(passed);
    }

    private long now() {
        return over ? ended : System.nanoTime();
    }
}
