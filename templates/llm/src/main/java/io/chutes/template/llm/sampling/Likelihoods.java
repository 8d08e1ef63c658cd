package io.chutes.template.llm.sampling;

/** How likely a model finds tokens, before settings change anything. */
public final class Likelihoods {
    private final float[] scores;
    private final double normaliser;
    private final int[] best;

    private Likelihoods(float[] scores, double normaliser, int[] best) {
        this.scores = scores;
        this.normaliser = normaliser;
        this.best = best;
    }

    /** Of scores, which are copied, with so many of the likeliest tokens. */
    public static Likelihoods of(float[] scores, int count) {
        double highest = scores[Ranking.best(scores)];
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - highest);
        }
        int[] best = count == 0 ? new int[0] : Ranking.best(scores, count);
        return new Likelihoods(scores.clone(), highest + Math.log(sum), best);
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
