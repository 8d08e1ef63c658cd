package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import java.util.List;

/** Whether a model calls tools. */
@Untagged
public sealed interface ToolChoice {
    /** One of some, or none. */
    record Any(Word word) implements ToolChoice {}

    /** A function by its name. */
    record Named(Call call) implements ToolChoice {}

    /** As the model likes, none of them, or one of them. */
    @SuppressWarnings("MemberName") // OpenAI's
    enum Word {
        auto,
        none,
        required
    }

    /** What is called. */
    record Call(Type type, Function function) {}

    /** What can be called. */
    @SuppressWarnings("MemberName") // OpenAI's
    enum Type {
        function
    }

    /** One of the functions among the tools. */
    record Function(String name) {}

    /**
     * Those of which one must be called.
     *
     * @throws IllegalArgumentException if there is none such
     */
    default List<Tool> forced(List<Tool> tools) {
        return switch (this) {
            case Any(Word word) ->
                switch (word) {
                    case auto, none -> List.of();
                    case required -> {
                        if (tools.isEmpty()) {
                            throw new IllegalArgumentException("tool_choice required needs tools");
                        }
                        yield tools;
                    }
                };
            case Named(Call call) ->
                List.of(tools.stream()
                        .filter(tool ->
                                tool.function().name().equals(call.function().name()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("tool_choice names the function %s, which is none of tools"
                                        .formatted(call.function().name()))));
        };
    }
}
