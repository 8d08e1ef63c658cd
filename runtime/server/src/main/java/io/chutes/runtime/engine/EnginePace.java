package io.chutes.runtime.engine;

import java.time.Duration;

/**
 * How engines are looked after, whatever a chute says.
 *
 * @param poll between two looks at one that starts
 * @param answer the most that an answer about its health may take
 * @param watch between two looks at one that is up
 * @param misses how many answers in a row that it is not healthy make it down
 * @param firstPause before it is started again the first time
 * @param longestPause the most before it is started again; each pause is twice the one before
 * @param grace between asking its processes to end and killing them
 */
public record EnginePace(
        Duration poll,
        Duration answer,
        Duration watch,
        int misses,
        Duration firstPause,
        Duration longestPause,
        Duration grace) {
    /** For engines that load for minutes and are busy for many seconds. */
    public static final EnginePace USUAL = new EnginePace(
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    /** Before the restart of that number, counted from 1. */
    Duration pause(int restart) {
        Duration pause = firstPause;
        for (int i = 1; i < restart && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
