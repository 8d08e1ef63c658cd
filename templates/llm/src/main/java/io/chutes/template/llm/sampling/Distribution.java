package io.chutes.template.llm.sampling;

import java.util.Arrays;

/** The tokens that one is drawn from. */
final class Distribution {
    /** So far below the best, a token weighs nothing. */
    static final int LOWEST = 40;

    private final int[] tokens;
    private final double[] weights;

    Distribution(int[] tokens, double[] weights) {
        this.tokens = tokens;
        this.weights = weights;
    }

    /** What the settings leave of scores; they were biased before. */
    static Distribution of(float[] scores, Sampling settings, Nucleus nucleus) {
        float best = scores[Ranking.best(scores)];
        double cold = 1 / settings.temperature();
        Distribution kept;
        if (settings.topK() > 0 && settings.topK() < scores.length) {
            Distribution ranked = weighed(Ranking.best(scores, settings.topK()), scores, best, cold);
            kept = ranked.first(ranked.countOf(settings.topP() * ranked.total()));
        } else if (settings.topP() < 1) {
            kept = nucleus.first(settings.topP(), scores, best, cold);
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

    /** Of a token whose score is so much below the best, whose weight is 1. What no chance of 53 bits could hit weighs nothing. */
    static double weight(double below) {
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
