package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Decoder;
import java.util.Arrays;

/** What a decoder can ever run. */
record Limits(Decoder decoder) {
    /**
     * Whether a sequence is within them.
     *
     * @throws IllegalArgumentException if not, saying why
     */
    void check(Running sequence) {
        int prompt = sequence.prompt().length;
        int most = sequence.left();
        if (prompt == 0 || most < 1) {
            throw new IllegalArgumentException(
                    "a sequence has a prompt and generates tokens, got %d and %d".formatted(prompt, most));
        }
        int vocabulary = decoder.config().vocabulary();
        Arrays.stream(sequence.prompt())
                .filter(token -> token < 0 || token >= vocabulary)
                .findFirst()
                .ifPresent(token -> {
                    throw new IllegalArgumentException(
                            "the model's tokens are 0 to %d, got %d".formatted(vocabulary - 1, token));
                });
        long tokens = (long) prompt + most;
        if (tokens > decoder.config().contextLength()) {
            throw new IllegalArgumentException("%d tokens of prompt and %d to generate are more than the context of %d"
                    .formatted(prompt, most, decoder.config().contextLength()));
        }
        if (tokens > decoder.kvTokens()) {
            throw new IllegalArgumentException(
                    "%d tokens of prompt and %d to generate are more than the %d whose keys and values fit in %d bytes"
                            .formatted(
                                    prompt,
                                    most,
                                    decoder.kvTokens(),
                                    decoder.options().kvBytes()));
        }
    }
}
