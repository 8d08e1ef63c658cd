package io.chutes.platform.server.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.api.Problem.FieldError;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in the caller's terms why a body of valid JSON cannot be read as what a route takes. */
final class Misfit {
    private final JsonMapper mapper;

    Misfit(JsonMapper mapper) {
        this.mapper = mapper;
    }

    FieldError explain(JsonMappingException e) {
        String pointer = pointer(e.getPath());
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                new FieldError(
                        pointer,
                        "additionalProperties",
                        "There is no property '%s' here, only %s"
                                .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds()));
            case ValueInstantiationException refused
            when refused.getCause() != null ->
                new FieldError(
                        pointer, "type", String.valueOf(refused.getCause().getMessage()));
            case InvalidNullException _ -> new FieldError(pointer, "type", "This must not be null");
            case MismatchedInputException missing
            when isMissing(missing) -> new FieldError(pointer, "required", "This property is required");
            case MismatchedInputException other
            when other.getTargetType() != null ->
                new FieldError(pointer, "type", "This must be " + expected(other.getTargetType()));
            default -> new FieldError(pointer, "type", e.getOriginalMessage());
        };
    }

    /** Jackson has no type of its own for a property that is not there. */
    private static boolean isMissing(MismatchedInputException e) {
        return e.getOriginalMessage().matches("Missing (required )?creator property .*");
    }

    private String expected(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        return isObject(type) ? "an object" : "a string";
    }

    /** A record is an object unless it is written as one value, as money is. */
    private boolean isObject(Class<?> type) {
        var config = mapper.getDeserializationConfig();
        return Map.class.isAssignableFrom(type)
                || type.isSealed()
                || (type.isRecord()
                        && config.introspect(config.constructType(type)).findJsonValueAccessor() == null);
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        return path.stream()
                .map(Misfit::step)
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    private static String step(JsonMappingException.Reference reference) {
        @Nullable String field = reference.getFieldName();
        return field == null ? Integer.toString(reference.getIndex()) : field;
    }
}
