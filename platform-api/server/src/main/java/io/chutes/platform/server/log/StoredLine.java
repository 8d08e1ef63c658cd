package io.chutes.platform.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.LogChunk;
import java.time.Instant;
import java.util.List;

/**
 * A line as it is kept.
 *
 * @param line a JSON object: what the runtime wrote, or the text of anything else
 */
record StoredLine(Instant at, JsonNode line) {
    private static final TypeReference<List<StoredLine>> LIST = new TypeReference<>() {};

    static StoredLine of(LogChunk.Line line) {
        return new StoredLine(line.at(), object(line.text()));
    }

    static StoredLine text(Instant at, String text) {
        return new StoredLine(at, JsonNodeFactory.instance.objectNode().put("text", text));
    }

    static String write(List<StoredLine> lines) {
        try {
            return PlatformJson.mapper().writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write lines of a log as JSON", e);
        }
    }

    static List<StoredLine> read(String content) {
        try {
            return PlatformJson.mapper().readValue(content, LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read the stored lines of a log", e);
        }
    }

    /** Whether it is of a request, as the runtime says that. */
    boolean isOf(String request) {
        return request.equals(line.path("requestId").asText());
    }

    private static JsonNode object(String text) {
        if (text.startsWith("{")) {
            try {
                JsonNode read = PlatformJson.mapper().readTree(text);
                if (read.isObject()) {
                    return read;
                }
            } catch (JsonProcessingException _) {
                // Then it is text that begins like an object.
            }
        }
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }
}
