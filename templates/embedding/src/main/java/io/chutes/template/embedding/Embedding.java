package io.chutes.template.embedding;

import java.util.List;

/**
 * A text as a vector.
 *
 * @param index which text of the request it is, from 0
 * @param vector its coordinates; the length is 1, or 0 where the model gave only zeros
 */
public record Embedding(int index, List<Float> vector) {
    public Embedding {
        vector = List.copyOf(vector);
    }

    static Embedding normalised(int index, float[] raw) {
        return new Embedding(index, Vectors.boxed(Vectors.scaled(raw, raw.length)));
    }
}
