package io.chutes.template.llm.sampling;

/**
 * How likely a model finds tokens, before settings change anything.
 *
 * @param normaliser what is taken from a score to make it a logarithm of a probability
 * @param best the likeliest tokens, the likeliest first
 * @param logarithms theirs
 */
public record Likelihoods(double normaliser, int[] best, double[] logarithms) {
    /** Of scores, with so many of the likeliest tokens. */
    public static Likelihoods of(float[] scores, int count) {
        double highest = scores[Ranking.best(scores)];
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - highest);
        }
        double normaliser = highest + Math.log(sum);
        int[] best = count == 0 ? new int[0] : Ranking.best(scores, count);
        double[] logarithms = new double[best.length];
        for (int i = 0; i < best.length; i++) {
            logarithms[i] = scores[best[i]] - normaliser;
        }
        return new Likelihoods(normaliser, best, logarithms);
    }

    /** The logarithm of the probability of a token with that score. */
    public double of(float score) {
        return score - normaliser;
    }
}
