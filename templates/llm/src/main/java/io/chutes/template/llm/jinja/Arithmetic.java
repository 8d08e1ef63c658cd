package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's operators on numbers, text and lists. */
final class Arithmetic {
    private Arithmetic() {}

    static Object of(String operator, @Nullable Object a, @Nullable Object b) {
        if (a instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (operator.equals("+") && a instanceof String text && b instanceof String other) {
            return text + other;
        }
        if (operator.equals("+") && a instanceof List<?> list && b instanceof List<?> other) {
            return joined(list, other);
        }
        if (operator.equals("*") && a instanceof String text && b instanceof Long times) {
            return text.repeat(Math.max(0, times.intValue()));
        }
        if (!Values.isNumber(a) || !Values.isNumber(b)) {
            throw new JinjaException(
                    "'%s' takes no %s and %s".formatted(operator, PythonText.repr(a), PythonText.repr(b)));
        }
        boolean whole = !(a instanceof Double) && !(b instanceof Double) && !operator.equals("/");
        return whole
                ? whole(operator, Values.integer(a), Values.integer(b))
                : (Object) real(operator, Values.real(a), Values.real(b));
    }

    private static Object whole(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDiv(a, b);
                case "%" -> Math.floorMod(a, b);
                default ->
                    b < 0 ? (Object) Math.pow((double) a, (double) b) : (Object) Math.powExact(a, Math.toIntExact(b));
            };
        } catch (ArithmeticException e) {
            throw new JinjaException("%d %s %d cannot be computed".formatted(a, operator, b));
        }
    }

    private static double real(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new JinjaException("%s %s 0 cannot be computed".formatted(a, operator));
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - Math.floor(a / b) * b;
            default -> Math.pow(a, b);
        };
    }

    private static List<@Nullable Object> joined(List<?> list, List<?> other) {
        List<@Nullable Object> all = new ArrayList<>(list);
        all.addAll(other);
        return all;
    }

    static Object negated(@Nullable Object value) {
        return value instanceof Double real ? (Object) (-real) : (Object) (-Values.integer(value));
    }
}
