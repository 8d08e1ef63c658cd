package io.chutes.template.llm.sampling;

import java.util.Arrays;

/**
 * Tokens by how likely they are, counted in slices of scores from the best down: the likeliest up to a part of the whole are found without
 * ranking more than one slice.
 */
final class Nucleus {
    private static final int SLICES_OF_ONE = 32;
    private static final int SLICES = SLICES_OF_ONE * Distribution.LOWEST;

    private final float[] scores;
    private final double[] weights;
    private final short[] slices;
    private final double[] weightOf = new double[SLICES];
    private final int[] countOf = new int[SLICES];

    /**
     * Of all tokens.
     *
     * @param best the highest score
     * @param cold what the differences of scores are multiplied by
     */
    Nucleus(float[] scores, float best, double cold) {
        this.scores = scores;
        this.weights = new double[scores.length];
        this.slices = new short[scores.length];
        for (int token = 0; token < scores.length; token++) {
            double below = (best - scores[token]) * cold;
            int slice = (int) Math.min(below * SLICES_OF_ONE, SLICES - 1);
            slices[token] = (short) slice;
            weights[token] = Distribution.weight(below);
            weightOf[slice] += weights[token];
            countOf[slice]++;
        }
    }

    /** The likeliest that have that part of all weight together, one at least. */
    Distribution first(double part) {
        double wanted = part * Arrays.stream(weightOf).sum();
        int border = 0;
        int most = countOf[0];
        double weight = 0;
        while (border < SLICES - 1 && weight + weightOf[border] < wanted) {
            weight += weightOf[border++];
            most += countOf[border];
        }
        int[] tokens = new int[most];
        int count = 0;
        for (int token = 0; token < scores.length; token++) {
            if (slices[token] < border) {
                tokens[count++] = token;
            }
        }
        long[] ranked = ranked(border);
        for (int i = ranked.length - 1; i >= 0 && (count == 0 || weight < wanted); i--) {
            tokens[count] = Ranking.token(ranked[i]);
            weight += weights[tokens[count++]];
        }
        int[] kept = Arrays.copyOf(tokens, count);
        return new Distribution(
                kept, Arrays.stream(kept).mapToDouble(token -> weights[token]).toArray());
    }

    /** Keys of the tokens of a slice, the best last; none of what weighs nothing. */
    private long[] ranked(int slice) {
        long[] keys = new long[countOf[slice]];
        int count = 0;
        for (int token = 0; token < scores.length; token++) {
            if (slices[token] == slice && weights[token] > 0) {
                keys[count++] = Ranking.key(scores[token], token);
            }
        }
        long[] ranked = Arrays.copyOf(keys, count);
        Arrays.sort(ranked);
        return ranked;
    }
}
