package io.chutes.template.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * What an engine answered to a call of the chute itself.
 *
 * @param call the method and path of the call
 * @param status as HTTP has it
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // held by one caller for a moment
public record EngineAnswer(String call, int status, byte[] body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;

    private static final int MOST_TOLD = 500;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * This, of status 200.
     *
     * @throws IllegalStateException with what the engine says, if it has another
     */
    public EngineAnswer required() {
        if (status != OK) {
            String text = new String(body, UTF_8);
            throw new IllegalStateException("the engine answers %s with %d: %s"
                    .formatted(call, status, text.length() > MOST_TOLD ? text.substring(0, MOST_TOLD) : text));
        }
        return this;
    }

    /** Its body as JSON. */
    public JsonNode json() throws IOException {
        return JSON.readTree(body);
    }
}
