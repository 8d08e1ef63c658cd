package io.chutes.template.llm.openai;

/**
 * A call of a tool by the model.
 *
 * @param type always {@code function}
 */
public record ToolCall(String id, String type, CalledFunction function) {
    /**
     * What is called.
     *
     * @param arguments JSON
     */
    public record CalledFunction(String name, String arguments) {}
}
