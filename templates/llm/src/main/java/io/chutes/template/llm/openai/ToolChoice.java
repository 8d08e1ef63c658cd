package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a model calls tools: {@code auto}, {@code none}, {@code required}, or a function by its name. */
sealed interface ToolChoice {
    /** As it likes. */
    record Auto() implements ToolChoice {}

    /** None. */
    record None() implements ToolChoice {}

    /** One of them. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}

    /**
     * What a request says.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static ToolChoice of(Optional<Object> given) {
        return switch (given.orElse("auto")) {
            case String word when word.equals("auto") -> new Auto();
            case String word when word.equals("none") -> new None();
            case String word when word.equals("required") -> new Required();
            case Map<?, ?> map
            when map.size() == 2
                    && "function".equals(map.get("type"))
                    && map.get("function") instanceof Map<?, ?> function
                    && function.size() == 1
                    && function.get("name") instanceof String name -> new Named(name);
            case Object other ->
                throw new IllegalArgumentException(
                        "tool_choice must be auto, none, required or {\"type\": \"function\", \"function\": {\"name\": …}}, got "
                                + other);
        };
    }

    /**
     * Those of which one must be called.
     *
     * @throws IllegalArgumentException if there is none such
     */
    default List<Tool> forced(List<Tool> tools) {
        return switch (this) {
            case Auto _, None _ -> List.of();
            case Required _ -> {
                if (tools.isEmpty()) {
                    throw new IllegalArgumentException("tool_choice required needs tools");
                }
                yield tools;
            }
            case Named(String name) ->
                List.of(tools.stream()
                        .filter(tool -> tool.function().name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "tool_choice names the function %s, which is none of tools".formatted(name))));
        };
    }
}
