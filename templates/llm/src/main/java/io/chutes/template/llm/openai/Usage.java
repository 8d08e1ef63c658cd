package io.chutes.template.llm.openai;

/**
 * The tokens of a call.
 *
 * @param prompt_tokens read, once for all answers
 * @param completion_tokens generated, those that end an answer included
 */
@SuppressWarnings("MemberName") // OpenAI's
public record Usage(int prompt_tokens, int completion_tokens, int total_tokens) {
    /** Of so many. */
    public static Usage of(int prompt, int completion) {
        return new Usage(prompt, completion, prompt + completion);
    }
}
