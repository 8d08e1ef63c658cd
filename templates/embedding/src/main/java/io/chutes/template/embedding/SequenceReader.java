package io.chutes.template.embedding;

import io.chutes.template.torch.TextTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the parts of a request sequences of tokens that a model can run on.
 *
 * @param truncates whether those of more tokens than the model takes are cut off; refused otherwise
 */
record SequenceReader(TextEncoder encoder, boolean truncates) {
    /**
     * One sequence for each part, in the same order.
     *
     * @throws RefusalException if one cannot be run, saying which and why
     */
    List<long[]> read(List<Input.InputPart> parts) {
        List<long[]> sequences = new ArrayList<>(parts.size());
        for (Input.InputPart part : parts) {
            long[] tokens =
                    switch (part) {
                        case Input.InputText(String text) -> encoder.encode(whole(sequences.size(), text));
                        case Input.InputTokens(List<Integer> ids) ->
                            ids.stream().mapToLong(Integer::longValue).toArray();
                    };
            sequences.add(fitting(sequences.size(), tokens));
        }
        return sequences;
    }

    private static String whole(int index, String text) {
        if (!TextTokenizer.isWhole(text)) {
            throw new RefusalException("input %d has half of a surrogate pair, which is no character".formatted(index));
        }
        return text;
    }

    private long[] fitting(int index, long[] tokens) {
        int vocabulary = encoder.vocabulary();
        Arrays.stream(tokens).filter(token -> token >= vocabulary).findFirst().ifPresent(token -> {
            throw new RefusalException(
                    "input %d has the token %d; the model's are 0 to %d".formatted(index, token, vocabulary - 1));
        });
        if (tokens.length == 0) {
            throw new RefusalException("input %d has no tokens".formatted(index));
        }
        if (tokens.length <= encoder.maxTokens()) {
            return tokens;
        } else if (truncates) {
            return encoder.truncated(tokens);
        }
        throw new RefusalException(
                "input %d has %d tokens, the model takes %d: shorten it, or let /v1/embeddings truncate it"
                        .formatted(index, tokens.length, encoder.maxTokens()));
    }
}
