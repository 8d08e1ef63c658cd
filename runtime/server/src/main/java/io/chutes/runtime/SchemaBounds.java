package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The keywords of JSON Schema that bound numbers, lengths and forms. */
final class SchemaBounds {
    /** Far beyond any use, and still cheap to divide. */
    private static final BigDecimal HUGE = BigDecimal.ONE.movePointRight(Json.MAX_NUMBER_LENGTH);

    /** As the processor writes {@code @NotBlank}. */
    private static final String NOT_BLANK = "[^\\u0000-\\u0020]";

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private SchemaBounds() {}

    /** Checks the value that is the parser's token. */
    static void scalar(JsonParser in, JsonNode rules, Place place, Faults faults) throws IOException {
        checkChoice(in, rules, place, faults);
        if (in.currentToken().isNumeric()) {
            checkNumber(in.getDecimalValue(), rules, place, faults);
        } else if (in.hasToken(JsonToken.VALUE_STRING)) {
            checkText(in.getText(), rules, place, faults);
        }
    }

    /** As in JSON Schema, 1.0 is an integer. */
    static boolean isInteger(JsonParser number) throws IOException {
        if (number.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return true;
        }
        BigDecimal value = number.getDecimalValue();
        return value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
    }

    private static void checkChoice(JsonParser in, JsonNode rules, Place place, Faults faults) throws IOException {
        JsonNode only = rules.get("const");
        JsonNode choices = rules.get("enum");
        if (only != null && !only.equals(node(in))) {
            faults.add(place, "const", "must be " + only);
        }
        if (choices != null && !contains(choices, node(in))) {
            faults.add(place, "enum", "must be one of " + choices + ", got '" + Faults.shortened(in.getText()) + "'");
        }
    }

    /** The value that is the parser's token, which Jackson's own way to a node would take from it. */
    static JsonNode node(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(in.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(in.getBooleanValue());
            default -> NullNode.getInstance();
        };
    }

    private static boolean contains(JsonNode array, JsonNode node) {
        for (JsonNode item : array) {
            if (item.equals(node)) {
                return true;
            }
        }
        return false;
    }

    private static void checkNumber(BigDecimal value, JsonNode rules, Place place, Faults faults) {
        bound(value, rules, "minimum", order -> order >= 0, "must be at least ", place, faults);
        bound(value, rules, "maximum", order -> order <= 0, "must be at most ", place, faults);
        bound(value, rules, "exclusiveMinimum", order -> order > 0, "must be above ", place, faults);
        bound(value, rules, "exclusiveMaximum", order -> order < 0, "must be below ", place, faults);
        if (rules.has("multipleOf")) {
            BigDecimal step = rules.get("multipleOf").decimalValue();
            if (value.abs().compareTo(HUGE) > 0 || value.remainder(step).signum() != 0) {
                faults.add(place, "multipleOf", "must be a multiple of " + step.toPlainString() + got(value));
            }
        }
    }

    private static void bound(
            BigDecimal value,
            JsonNode rules,
            String keyword,
            IntPredicate fits,
            String words,
            Place place,
            Faults faults) {
        JsonNode limit = rules.get(keyword);
        if (limit != null && !fits.test(value.compareTo(limit.decimalValue()))) {
            faults.add(place, keyword, words + limit.asText() + got(value));
        }
    }

    private static String got(BigDecimal value) {
        return ", got " + Faults.shortened(value.toString());
    }

    private static void checkText(String text, JsonNode rules, Place place, Faults faults) {
        size(text.codePointCount(0, text.length()), rules, "Length", "characters", place, faults);
        checkPattern(text, rules, place, faults);
        for (JsonNode more : rules.path("allOf")) {
            checkPattern(text, more, place, faults);
        }
    }

    private static void checkPattern(String text, JsonNode rules, Place place, Faults faults) {
        String pattern = rules.path("pattern").textValue();
        if (pattern != null && !isIn(text, PATTERNS.computeIfAbsent(pattern, SchemaBounds::compiled))) {
            String format = rules.path("format").asText("");
            if (format.isEmpty()) {
                faults.add(place, "pattern", pattern.equals(NOT_BLANK) ? "must not be blank" : "must match " + pattern);
            } else {
                faults.add(place, "format", "is not a valid " + format);
            }
        }
    }

    /** A text on which a pattern needs more memory than there is for it is none that its author thought of. */
    private static boolean isIn(String text, Pattern pattern) {
        try {
            return pattern.matcher(text).find();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** The end of a text is its very end in JSON Schema (ECMA-262), and may be before a line break in Java. */
    private static Pattern compiled(String pattern) {
        var java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                java.append(c).append(pattern.charAt(++i));
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            java.append(c == '$' && !inClass ? "\\z" : c);
        }
        return Pattern.compile(java.toString());
    }

    static void size(int size, JsonNode rules, String keyword, String unit, Place place, Faults faults) {
        JsonNode least = rules.get("min" + keyword);
        JsonNode most = rules.get("max" + keyword);
        if (least != null && BigDecimal.valueOf(size).compareTo(least.decimalValue()) < 0) {
            faults.add(
                    place, "min" + keyword, "must have at least %s %s, has %d".formatted(least.asText(), unit, size));
        }
        if (most != null && BigDecimal.valueOf(size).compareTo(most.decimalValue()) > 0) {
            faults.add(place, "max" + keyword, "must have at most %s %s, has %d".formatted(most.asText(), unit, size));
        }
    }
}
