package io.chutes.template.llm.openai;

import java.util.Optional;

/**
 * What a stream tells beside the text.
 *
 * @param include_usage whether it ends with the count of tokens
 */
@SuppressWarnings("MemberName") // OpenAI's
public record StreamOptions(Optional<Boolean> include_usage) {}
