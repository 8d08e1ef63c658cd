package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why a document of the right shape could still not be read: a date that is none, a value that its record refuses. */
final class Misfit {
    private Misfit() {}

    /** Throws it on where the chute's type is at fault, not the document. */
    static Problem.FieldError describe(JsonMappingException misfit) {
        String pointer = place(misfit.getPath()).toString();
        return switch (misfit) {
            case InvalidDefinitionException unreadable -> throw new UncheckedIOException(unreadable);
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException reason ->
                new Problem.FieldError(pointer, "constraint", said(reason.getMessage()));
            case ValueInstantiationException broken -> throw new UncheckedIOException(broken);
            case UnrecognizedPropertyException unknown ->
                new Problem.FieldError(pointer, "additionalProperties", "is not known here");
            case MismatchedInputException mismatch ->
                new Problem.FieldError(pointer, "format", "is not a valid " + noun(mismatch.getTargetType()));
            case JsonMappingException other -> new Problem.FieldError(pointer, "format", "cannot be read");
        };
    }

    private static String said(@Nullable String message) {
        return message == null ? "was refused" : message;
    }

    private static String noun(@Nullable Class<?> type) {
        return type == null ? "value" : type.getSimpleName();
    }

    private static Place place(List<JsonMappingException.Reference> path) {
        Place place = Place.ROOT;
        for (JsonMappingException.Reference step : path) {
            place = step.getFieldName() == null ? place.at(step.getIndex()) : place.at(step.getFieldName());
        }
        return place;
    }
}
