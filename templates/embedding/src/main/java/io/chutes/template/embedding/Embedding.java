package io.chutes.template.embedding;

import java.util.ArrayList;
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
        double squares = 0;
        for (float coordinate : raw) {
            squares += (double) coordinate * coordinate;
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        List<Float> vector = new ArrayList<>(raw.length);
        for (float coordinate : raw) {
            vector.add((float) (coordinate * scale));
        }
        return new Embedding(index, vector);
    }
}
