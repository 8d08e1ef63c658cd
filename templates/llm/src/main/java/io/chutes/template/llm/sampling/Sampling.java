package io.chutes.template.llm.sampling;

import java.util.Map;

/**
 * How tokens are chosen, in this order: bias and penalties change the scores, the temperature spreads them, then top-k, top-p and min-p
 * each leave out some.
 *
 * @param temperature 0 for always the best token, as below 0.00001; 1 for as likely as the model says
 * @param topK only so many of the likeliest; 0 for all
 * @param topP only the likeliest that are so likely together; 1 for all
 * @param minP only those at least so likely as this part of the likeliest; 0 for all
 * @param presencePenalty what is taken from the score of each token that was generated before
 * @param frequencyPenalty the same for each time that it was
 * @param repetitionPenalty what the scores of all tokens before, the prompt's too, are divided by, or multiplied if below 0; 1 for none
 * @param bias what is added to the scores of some tokens
 * @param seed the same for the same choices
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        double presencePenalty,
        double frequencyPenalty,
        double repetitionPenalty,
        Map<Integer, Double> bias,
        long seed) {
    /** Colder, the best token has all the weight, until 1 / temperature overflows. */
    private static final double COLDEST = 1e-5;

    private static final double HOTTEST = 2;
    private static final double MOST_PENALTY = 2;
    private static final double MOST_REPETITION = 10;
    private static final double MOST_BIAS = 100;

    /** Always the best token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0, 0, 1, Map.of(), 0);

    /**
     * The settings by OpenAI's names, or those that its followers have.
     *
     * @throws IllegalArgumentException if one is out of its range, naming it
     */
    public Sampling {
        within("temperature", temperature, 0, HOTTEST);
        temperature = temperature < COLDEST ? 0 : temperature;
        within("top_p", topP, 0, 1);
        within("min_p", minP, 0, 1);
        within("presence_penalty", presencePenalty, -MOST_PENALTY, MOST_PENALTY);
        within("frequency_penalty", frequencyPenalty, -MOST_PENALTY, MOST_PENALTY);
        within("repetition_penalty", repetitionPenalty, 1 / MOST_REPETITION, MOST_REPETITION);
        if (topP == 0) {
            throw new IllegalArgumentException("top_p must be above 0: temperature 0 chooses the best token");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must be at least 1, or 0 or -1 for all tokens, got " + topK);
        }
        bias.forEach((token, value) -> within("logit_bias of the token " + token, value, -MOST_BIAS, MOST_BIAS));
        bias = Map.copyOf(bias);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be %s to %s, got %s".formatted(name, shortest(least), shortest(most), shortest(value)));
        }
    }

    private static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
                ? Integer.toString((int) value)
                : Double.toString(value);
    }
}
