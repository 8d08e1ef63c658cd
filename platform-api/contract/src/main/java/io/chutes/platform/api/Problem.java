package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request: the body of every answer of 400 and above, {@code application/problem+json} (RFC 9457).
 *
 * @param type what kind of problem, {@code about:blank} where the status says all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what happened and what to do, for people
 * @param requestId the id under which it is logged
 * @param errors the places of the request at fault, if it is about its content
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectReader READER = PlatformJson.mapper()
            .readerFor(Problem.class)
            .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @SuppressWarnings("NullAway") // absent in JSON means none
    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /**
     * Reads a problem document, which may leave out {@code errors}; of extensions, such as the {@code error} of OpenAI's API, nothing is
     * told.
     *
     * @throws JsonProcessingException if the text is no such document
     */
    public static Problem read(String json) throws JsonProcessingException {
        @Nullable Problem problem = READER.readValue(json);
        if (problem == null || problem.isMute()) {
            throw MismatchedInputException.from(
                    null,
                    Problem.class,
                    "a problem must be an object with a detail, and each of its errors one with pointer, rule and message");
        }
        return problem;
    }

    @SuppressWarnings("NullAway") // absent in JSON means none
    private boolean isMute() {
        return detail == null || errors.stream().anyMatch(FieldError::isMute);
    }

    /** What happened, where, and under which id it is logged, in a line; what is said of a place and is the detail is not said twice. */
    public String sentence() {
        String places = errors.stream()
                .map(error -> Objects.equals(error.message(), detail)
                        ? error.pointer()
                        : error.pointer() + ": " + error.message())
                .filter(place -> !place.isEmpty())
                .collect(Collectors.joining("; "));
        return "%s%s [request %s]".formatted(detail, places.isEmpty() ? "" : " (" + places + ")", requestId);
    }

    /**
     * One place of a request body at fault.
     *
     * @param pointer JSON Pointer (RFC 6901) to it, empty for the whole body
     * @param rule the rule it breaks: a JSON Schema keyword such as {@code required} or {@code type}
     * @param message what was found and what would be right
     */
    public record FieldError(String pointer, String rule, String message) {
        @SuppressWarnings("NullAway") // absent in JSON means none
        private boolean isMute() {
            return pointer == null || rule == null || message == null;
        }
    }
}
