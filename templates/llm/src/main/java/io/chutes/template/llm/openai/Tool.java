package io.chutes.template.llm.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the model may call. */
public record Tool(ToolType type, ToolFunction function) {
    /**
     * A function.
     *
     * @param parameters the schema of its arguments
     * @param strict whether its arguments keep to that, which they do only where {@link ToolChoice} has a tool called
     */
    public record ToolFunction(
            String name,
            Optional<String> description,
            Optional<Map<String, Object>> parameters,
            Optional<Boolean> strict) {
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

        /** One of a name that can be told. */
        public ToolFunction {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a function's name must be 1 to 64 letters, digits, _ and -, got '%s'".formatted(name));
            }
        }
    }

    /** As templates read it. */
    Map<String, Object> asRead() {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("name", function.name());
        function.description().ifPresent(text -> read.put("description", text));
        function.parameters().ifPresent(schema -> read.put("parameters", schema));
        Map<String, Object> tool = new LinkedHashMap<>();
        tool.put("type", type.name());
        tool.put("function", read);
        return tool;
    }
}
