package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;

/** The limits in a schema. Where two are said, the narrower one stands. */
final class SchemaBounds {
    private static final List<String> UNITS = List.of("Length", "Items", "Properties");

    private static final int LONGEST_SCALE = 1000;

    private SchemaBounds() {}

    static void atLeast(ObjectNode schema, String keyword, BigDecimal value) {
        if (!schema.has(keyword) || schema.path(keyword).decimalValue().compareTo(value) < 0) {
            put(schema, keyword, value);
        }
        dropWeaker(schema, "minimum", "exclusiveMinimum", 1);
    }

    static void atMost(ObjectNode schema, String keyword, BigDecimal value) {
        if (!schema.has(keyword) || schema.path(keyword).decimalValue().compareTo(value) > 0) {
            put(schema, keyword, value);
        }
        dropWeaker(schema, "maximum", "exclusiveMaximum", -1);
    }

    /** Whether no value is within them. */
    static boolean areEmpty(ObjectNode schema) {
        return UNITS.stream().anyMatch(unit -> isAbove(schema, "min" + unit, "max" + unit, true))
                || isAbove(schema, "minimum", "maximum", true)
                || isAbove(schema, "minimum", "exclusiveMaximum", false)
                || isAbove(schema, "exclusiveMinimum", "maximum", false)
                || isAbove(schema, "exclusiveMinimum", "exclusiveMaximum", false)
                || (schema.path("type").asText().equals("integer") && isBetweenIntegers(schema));
    }

    private static boolean isBetweenIntegers(ObjectNode schema) {
        boolean above = schema.has("exclusiveMinimum");
        boolean below = schema.has("exclusiveMaximum");
        BigDecimal least = schema.path(above ? "exclusiveMinimum" : "minimum").decimalValue();
        BigDecimal most = schema.path(below ? "exclusiveMaximum" : "maximum").decimalValue();
        if (!(above || schema.has("minimum")) || !(below || schema.has("maximum")) || !isShort(least, most)) {
            return false;
        }
        BigDecimal first = above
                ? least.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE)
                : least.setScale(0, RoundingMode.CEILING);
        BigDecimal last = below
                ? most.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)
                : most.setScale(0, RoundingMode.FLOOR);
        return first.compareTo(last) > 0;
    }

    /** To round what is written with a huge exponent would take all memory. */
    private static boolean isShort(BigDecimal... values) {
        return Stream.of(values).allMatch(value -> Math.abs(value.scale()) <= LONGEST_SCALE);
    }

    private static boolean isAbove(ObjectNode schema, String least, String most, boolean mayBeEqual) {
        if (!schema.has(least) || !schema.has(most)) {
            return false;
        }
        int order =
                schema.path(least).decimalValue().compareTo(schema.path(most).decimalValue());
        return mayBeEqual ? order > 0 : order >= 0;
    }

    private static void dropWeaker(ObjectNode schema, String inclusive, String exclusive, int sign) {
        if (schema.has(inclusive) && schema.has(exclusive)) {
            int order = schema.path(inclusive)
                    .decimalValue()
                    .compareTo(schema.path(exclusive).decimalValue());
            schema.remove(order * sign > 0 ? exclusive : inclusive);
        }
    }

    private static void put(ObjectNode schema, String keyword, BigDecimal value) {
        boolean isWhole = value.stripTrailingZeros().scale() <= 0;
        if (isWhole && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
            schema.put(keyword, value.longValueExact());
        } else {
            schema.put(keyword, value);
        }
    }
}
