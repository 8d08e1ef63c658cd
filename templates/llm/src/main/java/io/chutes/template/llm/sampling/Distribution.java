package io.chutes.template.llm.sampling;

import java.util.Arrays;

/** The tokens that one is drawn from. */
final class Distribution {
    private static final int SLICES_OF_ONE = 32;
    private static final double LOWEST = 40;
    private static final int SLICES = SLICES_OF_ONE * (int) LOWEST;

    private final int[] tokens;
    private final double[] weights;

    private Distribution(int[] tokens, double[] weights) {
        this.tokens = tokens;
        this.weights = weights;
    }

    /** What the settings leave of scores; they were biased before. */
    static Distribution of(float[] scores, Sampling settings) {
        float best = scores[Ranking.best(scores)];
        double cold = 1 / settings.temperature();
        Distribution kept;
        if (settings.topK() > 0 && settings.topK() < scores.length) {
            Distribution ranked = weighed(Ranking.best(scores, settings.topK()), scores, best, cold);
            kept = ranked.first(ranked.countOf(settings.topP() * ranked.total()));
        } else if (settings.topP() < 1) {
            kept = nucleus(scores, best, cold, settings.topP());
        } else {
            kept = weighed(everything(scores.length), scores, best, cold);
        }
        return settings.minP() == 0 ? kept : kept.atLeast(settings.minP());
    }

    int[] tokens() {
        return tokens;
    }

    /** How likely each is, in proportion. */
    double[] weights() {
        return weights;
    }

    /** The token at a point from 0 to 1 of all weights laid side by side. */
    int at(double point) {
        double left = point * total();
        int last = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return tokens[last];
    }

    /**
     * The likeliest tokens up to a part of the whole. They are counted by slices of scores; only those of the slice that the border is in
     * are ranked.
     */
    private static Distribution nucleus(float[] scores, float best, double cold, double part) {
        double[] weights = new double[scores.length];
        double[] slices = new double[SLICES];
        int[] counts = new int[SLICES];
        double all = 0;
        for (int token = 0; token < scores.length; token++) {
            double below = (best - scores[token]) * cold;
            double weight = weight(below);
            weights[token] = weight;
            int slice = slice(below);
            slices[slice] += weight;
            counts[slice]++;
            all += weight;
        }
        int border = 0;
        int most = counts[0];
        double above = 0;
        while (border < SLICES - 1 && above + slices[border] < part * all) {
            above += slices[border++];
            most += counts[border];
        }
        int[] kept = new int[most];
        long[] atBorder = new long[counts[border]];
        int count = 0;
        int countAtBorder = 0;
        for (int token = 0; token < scores.length; token++) {
            int slice = slice((best - scores[token]) * cold);
            if (slice < border) {
                kept[count++] = token;
            } else if (slice == border && weights[token] > 0) {
                atBorder[countAtBorder++] = Ranking.key(scores[token], token);
            }
        }
        Arrays.sort(atBorder, 0, countAtBorder);
        for (double sum = above; countAtBorder > 0 && (count == 0 || sum < part * all); sum += weights[kept[count++]]) {
            kept[count] = Ranking.token(atBorder[--countAtBorder]);
        }
        int[] tokens = Arrays.copyOf(kept, count);
        return new Distribution(
                tokens,
                Arrays.stream(tokens).mapToDouble(token -> weights[token]).toArray());
    }

    private static int slice(double below) {
        return (int) Math.min(below * SLICES_OF_ONE, SLICES - 1);
    }

    /** Of a token whose score is so much below the best, whose weight is 1. What no chance of 53 bits could hit weighs nothing. */
    private static double weight(double below) {
        return below > LOWEST ? 0 : Math.exp(-below);
    }

    private static Distribution weighed(int[] tokens, float[] scores, float best, double cold) {
        double[] weights = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            weights[i] = weight((best - scores[tokens[i]]) * cold);
        }
        return new Distribution(tokens, weights);
    }

    private static int[] everything(int count) {
        int[] tokens = new int[count];
        Arrays.setAll(tokens, token -> token);
        return tokens;
    }

    double total() {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        return total;
    }

    /** How many of the first have that weight together. */
    private int countOf(double weight) {
        double sum = 0;
        for (int count = 0; count < tokens.length; count++) {
            if (sum >= weight) {
                return count;
            }
            sum += weights[count];
        }
        return tokens.length;
    }

    private Distribution first(int count) {
        int kept = Math.max(count, 1);
        return new Distribution(Arrays.copyOf(tokens, kept), Arrays.copyOf(weights, kept));
    }

    /** Those at least so likely as a part of the likeliest, whose weight is 1. */
    private Distribution atLeast(double part) {
        int[] kept = new int[tokens.length];
        double[] keptWeights = new double[tokens.length];
        int count = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (weights[i] >= part) {
                kept[count] = tokens[i];
                keptWeights[count++] = weights[i];
            }
        }
        return new Distribution(Arrays.copyOf(kept, count), Arrays.copyOf(keptWeights, count));
    }
}
