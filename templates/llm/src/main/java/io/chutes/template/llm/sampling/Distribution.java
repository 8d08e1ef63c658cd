package io.chutes.template.llm.sampling;

import java.util.SplittableRandom;

/** The tokens that one is drawn from: what settings leave of scores. Not for two threads. */
final class Distribution {
    private final Sampling settings;
    private final Weights weights = new Weights();
    /** Those that top-k leaves, the likeliest first; nothing if it leaves all. */
    private int[] tokens = {};
    /** What the likeliest have together that top-p leaves. */
    private double wanted;

    Distribution(Sampling settings) {
        this.settings = settings;
    }

    /** Now of these scores, which were biased before. */
    void set(float[] scores) {
        float best = scores[Ranking.best(scores)];
        float[] left = scores;
        if (settings.topK() > 0 && settings.topK() < scores.length) {
            tokens = Ranking.best(scores, settings.topK());
            left = new float[tokens.length];
            for (int i = 0; i < left.length; i++) {
                left[i] = scores[tokens[i]];
            }
        }
        weights.set(left, best, 1 / settings.temperature());
        wanted = settings.topP() == 1 ? Double.POSITIVE_INFINITY : settings.topP() * weights.total();
        if (settings.minP() > 0) {
            weights.leave(settings.minP());
        }
    }

    /**
     * A token, by chance. One that top-p leaves out is drawn too, but not taken: then one of the likelier is drawn, until it is one of those
     * that are left. So they need no ranking, and each is as likely as if the others had never been drawn.
     */
    int draw(SplittableRandom chance) {
        int place = weights.at(chance.nextLong(weights.total()));
        while (!isLeft(place)) {
            weights.leaveLikelier(place);
            place = weights.at(chance.nextLong(weights.total()));
        }
        return token(place);
    }

    /** How many places there are for tokens; not all of them may be left. */
    int size() {
        return weights.size();
    }

    int token(int place) {
        return tokens.length == 0 ? place : tokens[place];
    }

    /** How likely the token at a place is, in proportion. */
    int weight(int place) {
        return isLeft(place) ? weights.of(place) : 0;
    }

    private boolean isLeft(int place) {
        return wanted == Double.POSITIVE_INFINITY || weights.likelier(place) < wanted;
    }
}
