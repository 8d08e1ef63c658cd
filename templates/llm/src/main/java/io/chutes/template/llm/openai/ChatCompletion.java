package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Optional;

/**
 * An answered chat.
 *
 * @param object always {@code chat.completion}
 */
public record ChatCompletion(String id, String object, long created, String model, List<Choice> choices, Usage usage) {
    /**
     * One answer.
     *
     * @param finish_reason {@code stop}, {@code length} or {@code tool_calls}
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record Choice(int index, Message message, Optional<Logprobs> logprobs, String finish_reason) {}

    /**
     * What the assistant said.
     *
     * @param role always {@code assistant}
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record Message(
            String role, Optional<String> content, Optional<String> refusal, Optional<List<ToolCall>> tool_calls) {}

    /** How likely its tokens were. */
    public record Logprobs(List<TokenLogprob> content) {}
}
