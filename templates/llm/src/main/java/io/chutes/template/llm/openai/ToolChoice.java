package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import java.util.List;

/** Whether a model calls tools. */
@Untagged
public sealed interface ToolChoice {
    /** One of some, or none. */
    record ToolMode(Mode mode) implements ToolChoice {}

    /** A function by its name. */
    record NamedFunction(FunctionChoice choice) implements ToolChoice {}

    /** As the model likes, none of them, or one of them. */
    @SuppressWarnings("MemberName") // OpenAI's
    enum Mode {
        auto,
        none,
        required
    }

    /** What is called. */
    record FunctionChoice(ToolType type, FunctionName function) {}

    /** One of the functions among the tools. */
    record FunctionName(String name) {}

    /**
     * Those of which one must be called.
     *
     * @throws IllegalArgumentException if there is none such
     */
    default List<Tool> forced(List<Tool> tools) {
        return switch (this) {
            case ToolMode(Mode mode) ->
                switch (mode) {
                    case auto, none -> List.of();
                    case required -> {
                        if (tools.isEmpty()) {
                            throw new IllegalArgumentException("tool_choice required needs tools");
                        }
                        yield tools;
                    }
                };
            case NamedFunction(FunctionChoice choice) ->
                List.of(tools.stream()
                        .filter(tool ->
                                tool.function().name().equals(choice.function().name()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("tool_choice names the function %s, which is none of tools"
                                        .formatted(choice.function().name()))));
        };
    }
}
