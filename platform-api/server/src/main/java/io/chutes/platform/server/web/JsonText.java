package io.chutes.platform.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A body of JSON of whatever form, as it came.
 *
 * @param text what was sent, empty for no body
 * @param json the same as it was read
 */
public record JsonText(String text, JsonNode json) {
    static final JsonText NONE = new JsonText("", MissingNode.getInstance());

    /** Whether there is none. */
    public boolean isEmpty() {
        return text.isEmpty();
    }
}
