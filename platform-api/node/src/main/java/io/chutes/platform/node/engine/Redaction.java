package io.chutes.platform.node.engine;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes the values that an instance was given out of what is told of its output. */
public final class Redaction {
    /** Shorter ones are in any text, and are no secrets. */
    private static final int SHORTEST = 4;

    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();
    private static final String INSTEAD = "***";

    private final List<String> values;

    /** Takes out these. */
    public Redaction(Collection<String> given) {
        // The longest first: one may be a part of another. Logs that are JSON have them as JSON does.
        this.values = given.stream()
                .flatMap(String::lines)
                .filter(value -> value.length() >= SHORTEST)
                .flatMap(value -> Stream.of(value, new String(JSON.quoteAsString(value))))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The length of the longest of them, 0 if there is none. */
    public int longest() {
        return values.isEmpty() ? 0 : values.getFirst().length();
    }

    /** A text without them. */
    public String of(String text) {
        String redacted = text;
        for (String value : values) {
            redacted = redacted.replace(value, INSTEAD);
        }
        return redacted;
    }
}
