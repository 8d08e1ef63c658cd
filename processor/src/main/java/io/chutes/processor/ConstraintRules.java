package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** What one constraint of Jakarta Validation adds to the schema of a value. */
final class ConstraintRules {
    /** Something beyond what {@code trim()} takes away. */
    private static final String NOT_BLANK = "[^\\u0000-\\u0020]";

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /** What every mail system takes: RFC 5321 without quotes, comments and addresses in brackets. */
    private static final String EMAIL =
            "^(?=.{1,64}@)(?=.{1,254}$)%s(\\.%s)*@(%s\\.)+[A-Za-z]{2,63}$".formatted(ATOM, ATOM, LABEL);

    private final SchemaPart part;
    private final ObjectNode schema;
    private final Consumer<String> complain;

    ConstraintRules(SchemaPart part, Consumer<String> complain) {
        this.part = part;
        this.schema = part.schema();
        this.complain = complain;
    }

    /** Whether the constraint is one for that kind of value. */
    boolean add(String name, AnnotationValues values) {
        if (name.equals("NotNull")) {
            return true; // nothing is null that is not said to be
        }
        return switch (part.kind()) {
            case TEXT -> text(name, values);
            case NUMBER -> number(name, values);
            case BOOLEAN -> truth(name);
            case ARRAY -> size(name, values, "Items");
            case MAP -> size(name, values, "Properties");
            case OPTIONAL, OTHER -> false;
        };
    }

    private boolean text(String name, AnnotationValues values) {
        switch (name) {
            case "NotBlank" -> pattern(NOT_BLANK);
            case "Email" -> email(values);
            case "Pattern" -> regularExpression(values);
            default -> {
                return size(name, values, "Length");
            }
        }
        return true;
    }

    private void email(AnnotationValues values) {
        if (values.isWritten("regexp") || values.isWritten("flags")) {
            complain.accept("must be without regexp and flags: write them as @Pattern");
        }
        schema.put("format", "email");
        pattern(EMAIL);
    }

    private void regularExpression(AnnotationValues values) {
        if (values.isWritten("flags")) {
            complain.accept("must be without flags, which JSON Schema has not: write [aA] for both cases");
            return;
        }
        switch (PortablePattern.of(values.text("regexp"))) {
            case PortablePattern.Portable(String pattern) -> pattern(pattern);
            case PortablePattern.Refused(String reason) -> complain.accept(reason);
        }
    }

    private void pattern(String pattern) {
        if (schema.has("pattern")) {
            schema.withArray("/allOf").addObject().put("pattern", pattern);
        } else {
            schema.put("pattern", pattern);
        }
    }

    private boolean size(String name, AnnotationValues values, String unit) {
        switch (name) {
            case "NotEmpty" -> SchemaBounds.atLeast(schema, "min" + unit, BigDecimal.ONE);
            case "Size" -> {
                long min = values.number("min");
                long max = values.number("max");
                if (min < 0 || max < 0) {
                    complain.accept("must not be negative, got min = %d, max = %d".formatted(min, max));
                } else {
                    if (min > 0) {
                        SchemaBounds.atLeast(schema, "min" + unit, BigDecimal.valueOf(min));
                    }
                    if (max < Integer.MAX_VALUE) {
                        SchemaBounds.atMost(schema, "max" + unit, BigDecimal.valueOf(max));
                    }
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(String name, AnnotationValues values) {
        switch (name) {
            case "Min" -> SchemaBounds.atLeast(schema, "minimum", BigDecimal.valueOf(values.number("value")));
            case "Max" -> SchemaBounds.atMost(schema, "maximum", BigDecimal.valueOf(values.number("value")));
            case "Positive" -> SchemaBounds.atLeast(schema, "exclusiveMinimum", BigDecimal.ZERO);
            case "PositiveOrZero" -> SchemaBounds.atLeast(schema, "minimum", BigDecimal.ZERO);
            case "Negative" -> SchemaBounds.atMost(schema, "exclusiveMaximum", BigDecimal.ZERO);
            case "NegativeOrZero" -> SchemaBounds.atMost(schema, "maximum", BigDecimal.ZERO);
            case "DecimalMin" ->
                SchemaBounds.atLeast(
                        schema, values.flag("inclusive") ? "minimum" : "exclusiveMinimum", decimal(values));
            case "DecimalMax" ->
                SchemaBounds.atMost(schema, values.flag("inclusive") ? "maximum" : "exclusiveMaximum", decimal(values));
            case "Digits" -> digits(values.number("integer"), values.number("fraction"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private BigDecimal decimal(AnnotationValues values) {
        String text = values.text("value");
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            complain.accept("must have a decimal number as its value, got '%s'".formatted(text));
            return BigDecimal.ZERO;
        }
    }

    private void digits(long integer, long fraction) {
        if (integer < 0 || integer > 300 || fraction < 0 || fraction > 300) {
            complain.accept("must have 0 to 300 digits, got integer = %d, fraction = %d".formatted(integer, fraction));
            return;
        }
        BigDecimal beyond = BigDecimal.ONE.scaleByPowerOfTen((int) integer);
        SchemaBounds.atLeast(schema, "exclusiveMinimum", beyond.negate());
        SchemaBounds.atMost(schema, "exclusiveMaximum", beyond);
        if (!schema.path("type").asText().equals("integer")) {
            SchemaBounds.atLeast(schema, "multipleOf", BigDecimal.ONE.scaleByPowerOfTen((int) -fraction));
        }
    }

    private void mustBe(boolean value) {
        if (schema.has("const") && schema.path("const").booleanValue() != value) {
            complain.accept("contradicts the other, so that no value is left: remove one");
        }
        schema.put("const", value);
    }

    private boolean truth(String name) {
        switch (name) {
            case "AssertTrue" -> mustBe(true);
            case "AssertFalse" -> mustBe(false);
            default -> {
                return false;
            }
        }
        return true;
    }
}
