package io.chutes.template.llm.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
    /** How much of what is held has no tag but in a string. */
    private int searched;

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
        boolean goesOn = true;
        while (goesOn) {
            goesOn = within ? takeCall(parts) : takeText(parts);
        }
        return parts;
    }

    /** Takes what stands before a call; answers whether one begins. */
    private boolean takeText(List<Part> parts) {
        int open = held.indexOf(OPEN);
        say(take(open < 0 ? held.length() - beginning() : open), parts);
        within = open >= 0;
        if (within) {
            take(OPEN.length());
        }
        return within;
    }

    /** Takes a call, or what turns out to be none; answers whether it is known which. */
    private boolean takeCall(List<Part> parts) {
        int close = held.indexOf(CLOSE, searched);
        while (close >= 0 && isCut(held.substring(0, close + CLOSE.length()))) {
            searched = close + CLOSE.length();
            close = held.indexOf(CLOSE, searched);
        }
        if (close < 0) {
            return false;
        }
        Optional<Called> call = call(held.substring(0, close));
        if (call.isPresent()) {
            take(close + CLOSE.length());
            parts.add(call.get());
            called = true;
        } else {
            parts.add(new Said(OPEN + take(held.indexOf(CLOSE) + CLOSE.length())));
        }
        within = false;
        searched = 0;
        return true;
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

    /** Whether JSON has begun and is not whole: a tag at its end stands within a string. */
    private static boolean isCut(String json) {
        try {
            MAPPER.readTree(json);
            return false;
        } catch (JsonEOFException e) {
            return true;
        } catch (JsonProcessingException e) {
            return false;
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
