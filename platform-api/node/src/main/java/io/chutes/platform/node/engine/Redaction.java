package io.chutes.platform.node.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes the values that an instance was given out of what is told of its output. */
final class Redaction {
    /** Shorter ones are in any text, and are no secrets. */
    private static final int SHORTEST = 4;

    private static final String INSTEAD = "***";

    private final List<String> values;

    Redaction(Collection<String> given) {
        // The longest first: one may be a part of another.
        this.values = given.stream()
                .flatMap(String::lines)
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String of(String text) {
        String redacted = text;
        for (String value : values) {
            redacted = redacted.replace(value, INSTEAD);
        }
        return redacted;
    }
}
