package io.chutes.template.llm.openai;

/** What can be called. */
@SuppressWarnings("MemberName") // OpenAI's
public enum ToolType {
    /** With arguments as JSON. */
    function
}
