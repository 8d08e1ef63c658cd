package io.chutes.client;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One place of a request at fault.
 *
 * @param pointer JSON Pointer (RFC 6901) to it in the body, empty for the body as a whole
 * @param rule the rule it breaks, as JSON Schema names it
 * @param message what was found and what would be right
 */
public record FieldError(String pointer, String rule, String message) implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("NullAway") // what the JSON leaves out is null here
    public FieldError {
        pointer = orEmpty(pointer);
        rule = orEmpty(rule);
        message = orEmpty(message);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
