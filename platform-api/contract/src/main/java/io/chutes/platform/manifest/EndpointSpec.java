package io.chutes.platform.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a chute.
 *
 * @param name the method's name
 * @param method the request method, upper case
 * @param path the path, with its leading slash
 * @param summary one line for generated documents, may be empty
 * @param contentType media type of the answer: {@code application/json}, {@code text/plain}, {@code text/event-stream}, or
 *     null where there is none
 * @param input JSON Schema 2020-12 of the body, null if it takes none
 * @param output JSON Schema 2020-12 of the answer or, in a stream, of each event's data; null if there is none
 */
public record EndpointSpec(
        String name,
        String method,
        String path,
        String summary,
        @Nullable String contentType,
        @Nullable JsonNode input,
        @Nullable JsonNode output) {
    public EndpointSpec {
        input = absentIfNull(input);
        output = absentIfNull(output);
    }

    /** Jackson reads the {@code null} it wrote as a node of its own. */
    private static @Nullable JsonNode absentIfNull(@Nullable JsonNode schema) {
        return schema == null || schema.isNull() ? null : schema;
    }
}
