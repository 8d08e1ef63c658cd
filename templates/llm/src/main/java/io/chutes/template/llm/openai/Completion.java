package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answered completion, or a part of one.
 *
 * @param object always {@code text_completion}
 */
public record Completion(
        String id, String object, long created, String model, List<CompletionChoice> choices, Optional<Usage> usage) {
    /**
     * One answer.
     *
     * @param finish_reason {@code stop} or {@code length}; none within a stream
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record CompletionChoice(
            int index, String text, Optional<CompletionLogprobs> logprobs, Optional<String> finish_reason) {}

    /**
     * How likely its tokens were.
     *
     * @param text_offset at which character of the text each begins
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record CompletionLogprobs(
            List<String> tokens,
            List<Double> token_logprobs,
            List<Map<String, Double>> top_logprobs,
            List<Integer> text_offset) {}
}
