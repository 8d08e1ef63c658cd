package io.chutes.runtime;

import java.time.Duration;

/**
 * The end of a time that something may take.
 *
 * @param at by {@link System#nanoTime}
 * @param setting that says so; put into words only when it is over, as most never are
 */
record Limit(long at, String setting, Duration duration) {
    /** Never over. */
    static final Limit NONE = new Limit(Long.MAX_VALUE, "", Duration.ZERO);

    static Limit in(Duration duration, String setting) {
        return new Limit(System.nanoTime() + duration.toNanos(), setting, duration);
    }

    String name() {
        return setting.startsWith("@") ? setting + ", " + duration : setting;
    }

    boolean isOver(long now) {
        return at != Long.MAX_VALUE && now - at >= 0;
    }

    Limit sooner(Limit other) {
        return other.at == Long.MAX_VALUE || (at != Long.MAX_VALUE && at - other.at < 0) ? this : other;
    }
}
