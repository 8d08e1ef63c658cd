package io.chutes.template.embedding;

/**
 * What was read, as OpenAI's API tells it.
 *
 * @param prompt_tokens the tokens that the model ran on, those around each text included
 * @param total_tokens the same
 */
@SuppressWarnings("MemberName") // OpenAI's
public record Usage(int prompt_tokens, int total_tokens) {
    static Usage of(int tokens) {
        return new Usage(tokens, tokens);
    }
}
