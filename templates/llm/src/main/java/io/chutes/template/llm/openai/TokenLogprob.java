package io.chutes.template.llm.openai;

import java.util.List;

/**
 * How likely a token was, before any setting.
 *
 * @param token its text
 * @param bytes the bytes of that, which may be a part of a character
 * @param top_logprobs the likeliest at its place
 */
@SuppressWarnings("MemberName") // OpenAI's
public record TokenLogprob(String token, double logprob, List<Integer> bytes, List<Top> top_logprobs) {
    /** One of the likeliest. */
    public record Top(String token, double logprob, List<Integer> bytes) {}
}
