package io.chutes.template.llm.openai;

import java.util.List;

/**
 * How likely a token was, before any setting.
 *
 * @param token its text; {@code bytes:\xe2\x82} where that is no whole character, and what a special one is written as
 * @param bytes what it adds to the text; none for a special one
 * @param top_logprobs the likeliest at its place
 */
@SuppressWarnings("MemberName") // OpenAI's
public record TokenLogprob(String token, double logprob, List<Integer> bytes, List<TopLogprob> top_logprobs) {
    /** One of the likeliest. */
    public record TopLogprob(String token, double logprob, List<Integer> bytes) {}
}
