package io.chutes.template.embedding;

/**
 * A text as a vector.
 *
 * @param index which text of the request it is, from 0
 * @param vector its coordinates; the length is 1, or 0 where the model gave only zeros
 */
@SuppressWarnings("ArrayRecordComponent") // an answer may hold millions of them
public record Embedding(int index, float[] vector) {
    static Embedding normalised(int index, float[] raw) {
        return new Embedding(index, Vectors.scaled(raw, raw.length));
    }
}
