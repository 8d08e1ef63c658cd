package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in the words of JSON, not of Java, why a document does not fit a type. */
final class Misfit {
    private static final Pattern MISSING = Pattern.compile("Missing required creator property '(.*?)' \\(index");
    private static final Set<Class<?>> INTEGERS = Set.of(
            byte.class,
            short.class,
            int.class,
            long.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(float.class, double.class, Float.class, Double.class, BigDecimal.class);

    private Misfit() {}

    static Problem.FieldError describe(JsonMappingException misfit, JsonNode document) {
        JsonPointer pointer = pointer(misfit);
        JsonNode found = document.at(pointer);
        Matcher missing = MISSING.matcher(misfit.getOriginalMessage());
        if (missing.find()) {
            String name = missing.group(1);
            return new Problem.FieldError(
                    pointer.appendProperty(name).toString(), "required", "'" + name + "' is missing");
        }
        return switch (misfit) {
            case UnrecognizedPropertyException unknown ->
                new Problem.FieldError(
                        pointer.toString(),
                        "additionalProperties",
                        "'%s' is not known here; known are %s"
                                .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds()));
            case ValueInstantiationException refused ->
                new Problem.FieldError(pointer.toString(), "constraint", reason(refused));
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                new Problem.FieldError(
                        pointer.toString(),
                        "enum",
                        "must be one of %s, got %s"
                                .formatted(
                                        Arrays.toString(format.getTargetType().getEnumConstants()), found));
            case MismatchedInputException mismatch -> wrongType(pointer, found, mismatch.getTargetType());
            default ->
                misfit.getCause() instanceof InputCoercionException overflow
                        ? new Problem.FieldError(
                                pointer.toString(),
                                "format",
                                "%s is out of range of %s".formatted(found, overflow.getTargetType()))
                        : new Problem.FieldError(pointer.toString(), "constraint", reason(misfit));
        };
    }

    private static Problem.FieldError wrongType(JsonPointer pointer, JsonNode found, @Nullable Class<?> target) {
        String wanted = jsonType(target);
        String got = found.getNodeType().name().toLowerCase(Locale.ROOT);
        return wanted.equals(got) || (found.isNumber() && wanted.equals("number"))
                ? new Problem.FieldError(
                        pointer.toString(), "format", "%s is not a valid %s".formatted(found, simpleName(target)))
                : new Problem.FieldError(
                        pointer.toString(), "type", "must be of type %s, got %s".formatted(wanted, got));
    }

    private static String jsonType(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind";
        } else if (INTEGERS.contains(type)) {
            return "integer";
        } else if (NUMBERS.contains(type)) {
            return "number";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        } else if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "array";
        } else if (type.isRecord() || java.util.Map.class.isAssignableFrom(type)) {
            return "object";
        }
        return "string";
    }

    private static String simpleName(@Nullable Class<?> type) {
        return type == null ? "value" : type.getSimpleName();
    }

    /** What the record's own constructor said; its type is nobody's business. */
    private static String reason(JsonMappingException refused) {
        Throwable cause = refused.getCause();
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "was refused" : message;
    }

    private static JsonPointer pointer(JsonMappingException misfit) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : misfit.getPath()) {
            pointer = step.getFieldName() == null
                    ? pointer.appendIndex(step.getIndex())
                    : pointer.appendProperty(step.getFieldName());
        }
        return pointer;
    }
}
