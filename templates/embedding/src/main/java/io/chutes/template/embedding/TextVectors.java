package io.chutes.template.embedding;

import java.util.List;
import java.util.Optional;

/**
 * The vectors of texts.
 *
 * @param vectors one for each text, in the same order, all of one length, of any norm
 * @param tokens how many tokens the model ran on, if it counts them: where it does not, a call that is paid for by the token costs nothing
 */
public record TextVectors(List<float[]> vectors, Optional<Integer> tokens) {
    public TextVectors {
        vectors = List.copyOf(vectors);
    }

    /** Those of a model that counts no tokens. */
    public static TextVectors of(List<float[]> vectors) {
        return new TextVectors(vectors, Optional.empty());
    }

    /** Those of a model that ran on so many tokens. */
    public static TextVectors of(List<float[]> vectors, int tokens) {
        return new TextVectors(vectors, Optional.of(tokens));
    }
}
