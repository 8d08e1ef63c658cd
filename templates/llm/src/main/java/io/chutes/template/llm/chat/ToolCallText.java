package io.chutes.template.llm.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Text with tool calls in it, as models of the Qwen and Hermes families write them: each is JSON between two tags. Not for two threads.
 */
public final class ToolCallText {
    static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final StringBuilder held = new StringBuilder();
    private boolean within;
    private boolean called;

    /** A part of what was said. */
    public sealed interface Part {}

    /** Text beside calls. */
    public record Said(String text) implements Part {}

    /**
     * A call of a tool.
     *
     * @param arguments JSON
     */
    public record Called(String name, String arguments) implements Part {}

    /** What is known of all that was added. */
    public List<Part> add(String text) {
        held.append(text);
        List<Part> parts = new ArrayList<>();
        while (true) {
            int found = held.indexOf(within ? CLOSE : OPEN);
            if (found < 0) {
                if (!within) {
                    say(take(held.length() - beginning()), parts);
                }
                return parts;
            }
            String before = take(found);
            held.delete(0, (within ? CLOSE : OPEN).length());
            if (within) {
                parts.add(call(before).<Part>map(call -> call).orElseGet(() -> new Said(OPEN + before + CLOSE)));
                called = true;
            } else {
                say(before, parts);
            }
            within = !within;
        }
    }

    /** What is left when nothing follows. */
    public List<Part> end() {
        List<Part> parts = new ArrayList<>();
        say((within ? OPEN : "") + take(held.length()), parts);
        return parts;
    }

    /** The space between calls is nobody's. */
    private void say(String text, List<Part> parts) {
        if (!text.isEmpty() && !(called && text.isBlank())) {
            parts.add(new Said(text));
        }
    }

    private static Optional<Called> call(String json) {
        try {
            JsonNode call = MAPPER.readTree(json);
            JsonNode arguments = call.path("arguments");
            return call.path("name").isTextual() && arguments.isObject()
                    ? Optional.of(new Called(call.path("name").textValue(), arguments.toString()))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** How much at the end may begin a tag. */
    private int beginning() {
        int length = Math.min(OPEN.length() - 1, held.length());
        while (length > 0 && !OPEN.startsWith(held.substring(held.length() - length))) {
            length--;
        }
        return length;
    }
}
