package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is found wrong with a manifest, in the order in which it is found. */
final class Complaints {
    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    void add(String pointer, String rule, String message) {
        errors.add(new FieldError(pointer, rule, message));
    }

    void range(String pointer, int value, Range<Integer> range) {
        if (!range.holds(value)) {
            add(pointer, "range", "%s must be %s, got %d".formatted(name(pointer), range, value));
        }
    }

    void range(String pointer, Duration value, Range<Duration> range) {
        if (!range.holds(value)) {
            add(pointer, "range", "%s must be %s, got %s".formatted(name(pointer), range, Durations.text(value)));
        }
    }

    /** Of another server inside the container. */
    void localPort(String pointer, int port) {
        range(pointer, port, Limits.PORT);
        if (port == Limits.OWN_PORT) {
            add(pointer, "range", "port 8000 is the chute's own");
        }
    }

    void form(String pointer, String value, boolean fits, String description) {
        if (!fits) {
            add(pointer, "pattern", "%s must be %s, got '%s'".formatted(name(pointer), description, value));
        }
    }

    /** Of {@code /endpoints/0/batch/maxSize}: {@code endpoints[0].batch.maxSize}. */
    private static String name(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
}
