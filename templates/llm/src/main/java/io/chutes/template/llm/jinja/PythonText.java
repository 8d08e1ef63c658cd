package io.chutes.template.llm.jinja;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python writes them. */
final class PythonText {
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double FIRST_EXPONENT = 1e16;

    private PythonText() {}

    /** As {@code str()}. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined _ -> "";
            case null, default -> repr(value);
        };
    }

    /** As {@code repr()}. */
    static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Double real -> real(real);
            case String text -> quoted(text);
            case Undefined _ -> "Undefined";
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> value.toString();
        };
    }

    private static String list(List<?> list) {
        return list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String map(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        var exact = new BigDecimal(Double.toString(value));
        if (size == 0 || (size >= SMALLEST_PLAIN && size < FIRST_EXPONENT)) {
            String plain = exact.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        BigDecimal digits = exact.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return "%se%s%02d"
                .formatted(
                        digits.movePointLeft(exponent).stripTrailingZeros().toPlainString(),
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (letter == quote) {
                        out.append('\\').append(quote);
                    } else if (Character.isISOControl(letter)) {
                        out.append("\\x%02x".formatted(letter));
                    } else {
                        out.appendCodePoint(letter);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    /** As {@code json.dumps(value, ensure_ascii=False)}, which transformers' {@code tojson} is. */
    static String json(@Nullable Object value, JsonStyle style) {
        var out = new StringBuilder();
        json(value, style, "\n", out);
        return out.toString();
    }

    /**
     * How JSON is laid out.
     *
     * @param indent what each level begins with; null for all in a line
     */
    record JsonStyle(@Nullable String indent, String item, String key, boolean sorted) {}

    private static void json(@Nullable Object value, JsonStyle style, String line, StringBuilder out) {
        String inner = line + (style.indent() == null ? "" : style.indent());
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case BigInteger number -> out.append(number);
            case Double number -> out.append(real(number));
            case String text ->
                out.append('"')
                        .append(JsonStringEncoder.getInstance().quoteAsString(text))
                        .append('"');
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    separate(style, i, inner, out);
                    json(list.get(i), style, inner, out);
                }
                end(style, list.isEmpty(), line, out).append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                int count = 0;
                for (Map.Entry<?, ?> entry : (style.sorted() ? new TreeMap<>(map) : map).entrySet()) {
                    separate(style, count++, inner, out);
                    json(of(entry.getKey()), style, inner, out);
                    out.append(style.key());
                    json(entry.getValue(), style, inner, out);
                }
                end(style, map.isEmpty(), line, out).append('}');
            }
            default -> throw new JinjaException("%s cannot be written as JSON".formatted(repr(value)));
        }
    }

    private static void separate(JsonStyle style, int count, String line, StringBuilder out) {
        out.append(count == 0 ? "" : style.item()).append(style.indent() == null ? "" : line);
    }

    private static StringBuilder end(JsonStyle style, boolean empty, String line, StringBuilder out) {
        return out.append(style.indent() == null || empty ? "" : line);
    }
}
