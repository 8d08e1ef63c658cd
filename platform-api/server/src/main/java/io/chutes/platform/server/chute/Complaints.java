package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is found wrong with a manifest, in the order in which it is found. */
final class Complaints {
    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    void add(String pointer, String rule, String message) {
        errors.add(new FieldError(pointer, rule, message));
    }

    /** A setting that this platform would do nothing about. */
    void unsupported(String pointer, String message) {
        add(pointer, "unsupported", message);
    }

    void range(String pointer, long value, long least, long most) {
        if (value < least || value > most) {
            add(pointer, "range", "%s must be %d to %d, got %d".formatted(name(pointer), least, most, value));
        }
    }

    void range(String pointer, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            add(
                    pointer,
                    "range",
                    "%s must be %s to %s, got %s".formatted(name(pointer), text(least), text(most), text(value)));
        }
    }

    void pattern(String pointer, String value, Pattern pattern, String description) {
        if (!pattern.matcher(value).matches()) {
            add(pointer, "pattern", "%s must be %s, got '%s'".formatted(name(pointer), description, value));
        }
    }

    /** As authors write it: {@code 1h30m}. */
    static String text(Duration duration) {
        return duration.toString().replace("PT", "").toLowerCase(Locale.ROOT);
    }

    /** Of {@code /endpoints/0/batch/maxSize}: {@code endpoints[0].batch.maxSize}. */
    private static String name(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
}
