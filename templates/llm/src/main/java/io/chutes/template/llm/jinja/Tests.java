package io.chutes.template.llm.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja's tests, which follow {@code is}. */
final class Tests {
    private static final Map<String, Test> ALL = Map.ofEntries(
            Map.entry("defined", (value, _) -> !(value instanceof Undefined)),
            Map.entry("undefined", (value, _) -> value instanceof Undefined),
            Map.entry("none", (value, _) -> value == null),
            Map.entry("string", (value, _) -> value instanceof String),
            Map.entry("mapping", (value, _) -> value instanceof Map<?, ?>),
            Map.entry("iterable", (value, _) -> isIterable(value) || value instanceof Undefined),
            Map.entry("sequence", (value, _) -> isIterable(value) || value instanceof Undefined),
            Map.entry("number", (value, _) -> Values.isNumber(value)),
            Map.entry("integer", (value, _) -> value instanceof Long || value instanceof BigInteger),
            Map.entry("float", (value, _) -> value instanceof Double),
            Map.entry("boolean", (value, _) -> value instanceof Boolean),
            Map.entry("true", (value, _) -> Boolean.TRUE.equals(value)),
            Map.entry("false", (value, _) -> Boolean.FALSE.equals(value)),
            Map.entry("callable", (value, _) -> value instanceof Callable),
            Map.entry("odd", (value, _) -> Math.floorMod(Values.integer(value), 2L) == 1),
            Map.entry("even", (value, _) -> Math.floorMod(Values.integer(value), 2L) == 0),
            Map.entry(
                    "divisibleby",
                    (value, given) -> Values.integer(value) % Values.integer(given.require(0, "num")) == 0),
            Map.entry("lower", (value, _) -> PythonText.of(value)
                    .equals(PythonText.of(value).toLowerCase(Locale.ROOT))),
            Map.entry("upper", (value, _) -> PythonText.of(value)
                    .equals(PythonText.of(value).toUpperCase(Locale.ROOT))),
            Map.entry("in", (value, given) -> Values.in(value, given.require(0, "seq"))),
            Map.entry("eq", Tests::equal),
            Map.entry("equalto", Tests::equal),
            Map.entry("==", Tests::equal),
            Map.entry("ne", (value, given) -> !equal(value, given)),
            Map.entry("!=", (value, given) -> !equal(value, given)),
            Map.entry("lt", (value, given) -> Values.compare(value, given.require(0, "other")) < 0),
            Map.entry("le", (value, given) -> Values.compare(value, given.require(0, "other")) <= 0),
            Map.entry("gt", (value, given) -> Values.compare(value, given.require(0, "other")) > 0),
            Map.entry("ge", (value, given) -> Values.compare(value, given.require(0, "other")) >= 0));

    private Tests() {}

    /** What holds of a value or does not. */
    @FunctionalInterface
    interface Test {
        boolean holds(@Nullable Object value, Arguments given);
    }

    static Test named(String name, int line) {
        Test test = ALL.get(name);
        if (test == null) {
            throw JinjaException.at(line, "there is no test '%s' here".formatted(name));
        }
        return test;
    }

    private static boolean isIterable(@Nullable Object value) {
        return value instanceof String || value instanceof List<?> || value instanceof Map<?, ?>;
    }

    private static boolean equal(@Nullable Object value, Arguments given) {
        return Values.equal(value, given.require(0, "other"));
    }
}
