package io.chutes.template.llm.openai;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts to go on with, as OpenAI's API has it. What is not among its components is refused.
 *
 * @param prompt a text, texts, the tokens of one, or those of several; each has {@code n} answers of its own
 * @param max_tokens how many tokens an answer has at most; 16
 * @param logprobs how many others to tell with each token, and how likely they were
 * @param echo whether the answer begins with the prompt
 * @param user whom the caller asks for; nothing is done with it
 */
@SuppressWarnings("MemberName") // OpenAI's
public record CompletionRequest(
        Prompt prompt,
        Optional<String> model,
        Optional<Boolean> stream,
        Optional<StreamOptions> stream_options,
        Optional<@Min(1) Integer> max_tokens,
        Optional<@Min(1) @Max(16) Integer> n,
        Optional<Stop> stop,
        Optional<Double> temperature,
        Optional<Double> top_p,
        Optional<Integer> top_k,
        Optional<Double> min_p,
        Optional<Double> presence_penalty,
        Optional<Double> frequency_penalty,
        Optional<Double> repetition_penalty,
        Optional<Map<String, Double>> logit_bias,
        Optional<Long> seed,
        Optional<@Min(0) @Max(20) Integer> logprobs,
        Optional<Boolean> echo,
        Optional<ResponseFormat> response_format,
        Optional<String> user)
        implements GenerationRequest {
    /** What OpenAI's API generates unless told otherwise. */
    public static final int TOKENS = 16;

    /** How many one request may ask for: {@code n} to each of its prompts. */
    public static final int MOST_ANSWERS = 64;

    /** What can be answered. */
    public CompletionRequest {
        int prompts = prompt.parts().size();
        if (prompts * n.orElse(1) > MOST_ANSWERS) {
            throw new IllegalArgumentException(
                    "a request has %d answers at most, got %d prompts with n %d: bring fewer prompts, or ask for a smaller n"
                            .formatted(MOST_ANSWERS, prompts, n.orElse(1)));
        }
        if (echo.orElse(false) && logprobs.isPresent()) {
            throw new IllegalArgumentException("echo and logprobs exclude each other: the prompt's are not computed");
        }
        if (stream_options.isPresent() && !stream.orElse(false)) {
            throw new IllegalArgumentException("stream_options needs stream to be true");
        }
    }

    @Override
    public List<Tool> forced() {
        return List.of();
    }

    @Override
    public boolean continues() {
        return true;
    }

    /** How many others to tell with each token; -1 if nothing is to be told. */
    public int likelihoods() {
        return logprobs.orElse(-1);
    }
}
