package io.chutes.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer of 400 or above, or the last event of a stream that failed. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Problem(int status, String detail, String requestId, List<ChuteProblemException.FieldError> errors) {
    @SuppressWarnings("NullAway") // what the JSON leaves out is null here
    Problem {
        detail = detail == null ? "" : detail;
        requestId = requestId == null ? "" : requestId;
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /** Reads an answer; one that is no problem document, from a proxy perhaps, becomes one with its text as detail. */
    static Problem read(int status, String body, @Nullable String requestId) {
        try {
            Problem problem = Json.MAPPER.readValue(body, Problem.class);
            return new Problem(status, problem.detail(), problem.requestId(), problem.errors());
        } catch (JsonProcessingException notAProblem) {
            return new Problem(status, body.strip(), requestId == null ? "" : requestId, List.of());
        }
    }

    String sentence() {
        String places = errors.stream()
                .map(error -> (error.pointer().isEmpty() ? "body" : error.pointer()) + ": " + error.message())
                .collect(Collectors.joining("; "));
        return status + " " + detail + (places.isEmpty() ? "" : " (" + places + ")");
    }
}
