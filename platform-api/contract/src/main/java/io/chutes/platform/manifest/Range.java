package io.chutes.platform.manifest;

import java.time.Duration;

/** The values that a setting may have, both ends among them. */
public record Range<T extends Comparable<T>>(T least, T most) {
    /** Whether a value is among them. */
    public boolean holds(T value) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    /** As people read it: {@code 1 to 8}, {@code 100ms to 1h}. */
    @Override
    public String toString() {
        return text(least) + " to " + text(most);
    }

    private static String text(Object end) {
        return end instanceof Duration duration ? Durations.text(duration) : end.toString();
    }
}
