package io.chutes.template.llm.sampling;

import java.util.Arrays;

/**
 * Tokens by how likely they are, counted in slices of scores from the best down: the likeliest up to a part of the whole are found without
 * ranking more than one slice. Not for two threads.
 */
final class Nucleus {
    private static final int SLICES_OF_ONE = 32;
    private static final int SLICES = SLICES_OF_ONE * Distribution.LOWEST;

    private final double[] weightOf = new double[SLICES];
    private final int[] countOf = new int[SLICES];
    /** The same each time: of a large vocabulary they would be garbage that a collector minds. */
    private double[] weights = {};

    private short[] slices = {};

    /**
     * The likeliest that have that part of all weight together, one at least.
     *
     * @param best the highest score
     * @param cold what the differences of scores are multiplied by
     */
    Distribution first(double part, float[] scores, float best, double cold) {
        slice(scores, best, cold);
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
        for (int token = 0; token < slices.length; token++) {
            if (slices[token] < border) {
                tokens[count++] = token;
            }
        }
        long[] ranked = ranked(border, scores);
        for (int i = ranked.length - 1; i >= 0 && (count == 0 || weight < wanted); i--) {
            tokens[count] = Ranking.token(ranked[i]);
            weight += weights[tokens[count++]];
        }
        int[] kept = Arrays.copyOf(tokens, count);
        return new Distribution(
                kept, Arrays.stream(kept).mapToDouble(token -> weights[token]).toArray());
    }

    private void slice(float[] scores, float best, double cold) {
        if (slices.length != scores.length) {
            weights = new double[scores.length];
            slices = new short[scores.length];
        }
        Arrays.fill(weightOf, 0);
        Arrays.fill(countOf, 0);
        for (int token = 0; token < scores.length; token++) {
            double below = (best - scores[token]) * cold;
            int slice = (int) Math.min(below * SLICES_OF_ONE, SLICES - 1);
            slices[token] = (short) slice;
            weights[token] = Distribution.weight(below);
            weightOf[slice] += weights[token];
            countOf[slice]++;
        }
    }

    /** Keys of the tokens of a slice, the best last; none of what weighs nothing. */
    private long[] ranked(int slice, float[] scores) {
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
