package io.chutes.template.llm.sampling;

import java.util.SplittableRandom;

/** Chooses the tokens of one text, one after the other, by its own chance alone: what else is in the batch changes nothing. Not for two threads. */
public final class Sampler {
    private final Sampling settings;
    private final SplittableRandom chance;
    private final TokenCounts seen = new TokenCounts();
    private final Distribution distribution;

    /** For a text that goes on from a prompt. */
    public Sampler(Sampling settings, int[] prompt) {
        this.settings = settings;
        this.chance = new SplittableRandom(settings.seed());
        this.distribution = new Distribution(settings);
        if (settings.repetitionPenalty() != 1) {
            for (int token : prompt) {
                seen.add(token, false);
            }
        }
    }

    /**
     * The next token.
     *
     * @param scores one for each token, which are changed; minus infinity for one that must not be chosen
     */
    public int next(float[] scores) {
        int token = settings.temperature() == 0
                ? best(scores)
                : distribution(scores).draw(chance);
        seen.add(token, true);
        return token;
    }

    private int best(float[] scores) {
        adjust(scores);
        return Ranking.best(scores);
    }

    /** What the next token is drawn from, until there is another. */
    Distribution distribution(float[] scores) {
        adjust(scores);
        distribution.set(scores);
        return distribution;
    }

    private void adjust(float[] scores) {
        settings.bias().forEach((token, value) -> scores[token] += value.floatValue());
        float repetition = (float) settings.repetitionPenalty();
        float frequency = (float) settings.frequencyPenalty();
        float presence = (float) settings.presencePenalty();
        if (repetition == 1 && frequency == 0 && presence == 0) {
            return;
        }
        seen.forEach((token, generated) -> {
            float score = scores[token] < 0 ? scores[token] * repetition : scores[token] / repetition;
            scores[token] = score - frequency * generated - (generated > 0 ? presence : 0);
        });
    }
}
