package io.chutes.platform.node.engine;

import java.time.Duration;

/** Told of each part of an instance's start that is over. */
@FunctionalInterface
public interface StartProgress {
    /** A part is over. */
    void over(String phase, Duration took);
}
