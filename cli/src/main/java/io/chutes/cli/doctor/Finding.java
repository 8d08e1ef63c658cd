package io.chutes.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one thing.
 *
 * @param what was looked at
 * @param verdict how that is
 * @param says what was found
 * @param next what to do about it, null for nothing
 */
record Finding(
        String what, Verdict verdict, String says, @Nullable String next) {
    /** How something is. */
    enum Verdict {
        /** As it should be. */
        @JsonProperty("ok")
        OK,
        /** Some of what can be done will not work. */
        @JsonProperty("warn")
        WARN,
        /** Most of it will not work. */
        @JsonProperty("fail")
        FAIL
    }

    static Finding ok(String what, String says) {
        return new Finding(what, Verdict.OK, says, null);
    }

    static Finding warn(String what, String says, String next) {
        return new Finding(what, Verdict.WARN, says, next);
    }

    static Finding fail(String what, String says, String next) {
        return new Finding(what, Verdict.FAIL, says, next);
    }

    String line() {
        return "%-5s%-12s%s%s"
                .formatted(verdict.name().toLowerCase(Locale.ROOT), what, says, next == null ? "" : ": " + next);
    }
}
