package io.chutes.template.llm.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a tool by the model. */
public record ToolCall(String id, ToolType type, CalledFunction function) {
    /** As templates read it. */
    Map<String, Object> asRead() {
        return Map.of(
                "id",
                id,
                "type",
                type.name(),
                "function",
                Map.of("name", function.name(), "arguments", function.read()));
    }

    /**
     * What is called.
     *
     * @param arguments an object of JSON
     */
    public record CalledFunction(String name, String arguments) {
        private static final JsonMapper MAPPER = new JsonMapper();

        /** One whose arguments can be read. */
        public CalledFunction {
            read(arguments);
        }

        /** Its arguments: templates write them as JSON themselves. */
        Map<String, @Nullable Object> read() {
            return read(arguments);
        }

        private static Map<String, @Nullable Object> read(String json) {
            Map<String, @Nullable Object> read;
            try {
                read = MAPPER.readValue(json, new TypeReference<>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(unread(json), e);
            }
            if (read == null) { // what Jackson makes of the text null
                throw new IllegalArgumentException(unread(json));
            }
            return read;
        }

        private static String unread(String json) {
            return "arguments must be a JSON object, got " + json;
        }
    }
}
