package io.chutes.template.llm.openai;

/**
 * A call of a tool by the model.
 *
 * @param type always {@code function}
 */
public record ToolCall(String id, String type, Function function) {
    /**
     * What is called.
     *
     * @param arguments JSON
     */
    public record Function(String name, String arguments) {}
}
