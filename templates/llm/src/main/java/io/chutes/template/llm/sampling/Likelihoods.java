package io.chutes.template.llm.sampling;

/** How likely a model finds tokens, before settings change anything. Not for two threads. */
public final class Likelihoods {
    private final int count;
    private final Weights weights = new Weights();
    private float[] scores = {};

    private double normaliser;
    private int[] best = {};

    /** With so many of the likeliest tokens. */
    public Likelihoods(int count) {
        this.count = count;
    }

    /** Now by other scores, which are copied. */
    public void set(float[] from) {
        if (scores.length != from.length) {
            scores = new float[from.length];
        }
        System.arraycopy(from, 0, scores, 0, scores.length);
        float highest = scores[Ranking.best(scores)];
        weights.set(scores, highest, 1);
        normaliser = highest + Math.log((double) weights.total() / Weights.WHOLE);
        best = count == 0 ? best : Ranking.best(scores, count);
    }

    /** The likeliest tokens, the likeliest first. */
    public int[] best() {
        return best.clone();
    }

    /** The logarithm of the probability of a token. */
    public double of(int token) {
        return scores[token] - normaliser;
    }
}
