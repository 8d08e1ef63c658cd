package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Optional;

/**
 * An answered chat.
 *
 * @param object always {@code chat.completion}
 */
public record ChatCompletion(
        String id, String object, long created, String model, List<ChatChoice> choices, Usage usage) {
    /**
     * One answer.
     *
     * @param finish_reason {@code stop}, {@code length} or {@code tool_calls}
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record ChatChoice(int index, AnswerMessage message, Optional<ChatLogprobs> logprobs, String finish_reason) {}

    /**
     * What the assistant said.
     *
     * @param role always {@code assistant}
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record AnswerMessage(
            String role, Optional<String> content, Optional<String> refusal, Optional<List<ToolCall>> tool_calls) {}

    /** How likely its tokens were. */
    public record ChatLogprobs(List<TokenLogprob> content) {}
}
