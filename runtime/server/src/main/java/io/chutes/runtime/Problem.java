package io.chutes.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.HttpStatus;
import java.util.List;

/**
 * What went wrong with a call, as the body of its answer (RFC 9457).
 *
 * @param errors the places of the body at fault, if it is about the body
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String detail, String requestId, List<FieldError> errors) {
        String title = HttpStatus.forStatus(status).getMessage();
        return new Problem("about:blank", title, status, detail, requestId, errors);
    }

    /**
     * One place of a body at fault.
     *
     * @param pointer JSON Pointer (RFC 6901) to it
     * @param rule the rule it breaks, as JSON Schema names it
     * @param message what was found and what would be right
     */
    record FieldError(String pointer, String rule, String message) {}
}
