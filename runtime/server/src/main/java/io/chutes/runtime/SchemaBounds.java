package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    static void check(JsonNode node, JsonNode rules, String pointer, Faults faults) {
        if (node.isNumber()) {
            checkNumber(node.decimalValue(), rules, pointer, faults);
        } else if (node.isTextual()) {
            checkText(node.textValue(), rules, pointer, faults);
        } else if (node.isArray()) {
            checkSize(node.size(), rules, "Items", "items", pointer, faults);
            if (rules.path("uniqueItems").booleanValue() && hasTwins(node)) {
                faults.add(pointer, "uniqueItems", "has the same item twice");
            }
        } else if (node.isObject()) {
            checkSize(node.size(), rules, "Properties", "entries", pointer, faults);
        }
    }

    /** As in JSON Schema, 1.0 is an integer. */
    static boolean isInteger(BigDecimal value) {
        return value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
    }

    private static void checkNumber(BigDecimal value, JsonNode rules, String pointer, Faults faults) {
        bound(value, rules, "minimum", order -> order >= 0, "must be at least ", pointer, faults);
        bound(value, rules, "maximum", order -> order <= 0, "must be at most ", pointer, faults);
        bound(value, rules, "exclusiveMinimum", order -> order > 0, "must be above ", pointer, faults);
        bound(value, rules, "exclusiveMaximum", order -> order < 0, "must be below ", pointer, faults);
        if (rules.has("multipleOf")) {
            BigDecimal step = rules.get("multipleOf").decimalValue();
            if (value.abs().compareTo(HUGE) > 0 || value.remainder(step).signum() != 0) {
                faults.add(pointer, "multipleOf", "must be a multiple of " + step.toPlainString());
            }
        }
    }

    private static void bound(
            BigDecimal value,
            JsonNode rules,
            String keyword,
            IntPredicate fits,
            String words,
            String pointer,
            Faults faults) {
        JsonNode limit = rules.get(keyword);
        if (limit != null && !fits.test(value.compareTo(limit.decimalValue()))) {
            faults.add(pointer, keyword, words + limit.asText());
        }
    }

    private static void checkText(String text, JsonNode rules, String pointer, Faults faults) {
        checkSize(text.codePointCount(0, text.length()), rules, "Length", "characters", pointer, faults);
        checkPattern(text, rules, pointer, faults);
        for (JsonNode more : rules.path("allOf")) {
            checkPattern(text, more, pointer, faults);
        }
    }

    private static void checkPattern(String text, JsonNode rules, String pointer, Faults faults) {
        String pattern = rules.path("pattern").textValue();
        if (pattern != null && !isIn(text, PATTERNS.computeIfAbsent(pattern, SchemaBounds::compiled))) {
            String format = rules.path("format").asText("");
            if (format.isEmpty()) {
                faults.add(
                        pointer, "pattern", pattern.equals(NOT_BLANK) ? "must not be blank" : "must match " + pattern);
            } else {
                faults.add(pointer, "format", "is not a valid " + format);
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

    private static void checkSize(
            int size, JsonNode rules, String keyword, String unit, String pointer, Faults faults) {
        JsonNode least = rules.get("min" + keyword);
        JsonNode most = rules.get("max" + keyword);
        if (least != null && BigDecimal.valueOf(size).compareTo(least.decimalValue()) < 0) {
            faults.add(
                    pointer, "min" + keyword, "must have at least %s %s, has %d".formatted(least.asText(), unit, size));
        }
        if (most != null && BigDecimal.valueOf(size).compareTo(most.decimalValue()) > 0) {
            faults.add(
                    pointer, "max" + keyword, "must have at most %s %s, has %d".formatted(most.asText(), unit, size));
        }
    }

    private static boolean hasTwins(JsonNode array) {
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode item : array) {
            if (!seen.add(normal(item))) {
                return true;
            }
        }
        return false;
    }

    /** Numbers that are equal look alike: 1, 1.0 and 1e0. */
    private static JsonNode normal(JsonNode node) {
        if (node.isNumber()) {
            return DecimalNode.valueOf(node.decimalValue().stripTrailingZeros());
        } else if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(normal(item)));
            return array;
        } else if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(property -> object.set(property.getKey(), normal(property.getValue())));
            return object;
        }
        return node;
    }
}
