package io.chutes.template.llm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
    static Stream<JsonNode> cases() throws IOException {
        JsonNode golden = golden();
        return golden.path("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leavesTokensAsLikelyAsSortingDoes(JsonNode golden) throws IOException {
        var sampler = new Sampler(sampling(golden.path("settings")), ints(golden().path("prompt")));
        for (int token : ints(golden().path("generated"))) {
            float[] only = new float[300];
            Arrays.fill(only, Float.NEGATIVE_INFINITY);
            only[token] = 0;
            sampler.next(only);
        }

        Distribution actual = sampler.distribution(scores());

        Map<Integer, Double> likely = new TreeMap<>();
        double total = actual.total();
        IntStream.range(0, actual.tokens().length)
                .forEach(i -> likely.put(actual.tokens()[i], actual.weights()[i] / total));
        JsonNode expected = golden.path("probabilities");
        assertThat(likely.keySet()).hasSize(expected.size());
        likely.forEach((token, probability) -> assertThat(probability)
                .as("token %d", token)
                .isCloseTo(expected.path(String.valueOf(token)).asDouble(-1), within(1e-6)));
    }

    @Test
    void drawsAsOftenAsIsLikely() throws IOException {
        var sampler = new Sampler(new Sampling(1, 4, 1, 0, 0, 0, 1, Map.of(), 7), new int[0]);
        Distribution likely =
                new Sampler(new Sampling(1, 4, 1, 0, 0, 0, 1, Map.of(), 0), new int[0]).distribution(scores());
        Map<Integer, Integer> counts = new HashMap<>();
        int draws = 20_000;
        float[] scores = scores();

        for (int i = 0; i < draws; i++) {
            counts.merge(sampler.next(scores.clone()), 1, Integer::sum);
        }

        assertThat(counts).hasSize(4);
        for (int i = 0; i < 4; i++) {
            double expected = likely.weights()[i] / likely.total();
            double actual = (double) counts.getOrDefault(likely.tokens()[i], 0) / draws;
            assertThat(actual).isCloseTo(expected, within(4 * Math.sqrt(expected / draws)));
        }
    }

    @Test
    void choosesTheSameForTheSameSeed() {
        int[] once = tokens(11);

        assertThat(tokens(11)).isEqualTo(once);
        assertThat(tokens(12)).isNotEqualTo(once);
        assertThat(new Sampler(Sampling.GREEDY, new int[0]).next(new float[] {1, 3, 3, 2}))
                .isEqualTo(1);
    }

    @Property(tries = 200)
    void ranksAsSortingDoes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int count) {
        var random = new Random(seed);
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextInt(5) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(50) - 25;
        }
        scores[random.nextInt(count)] = 1;
        int most = random.nextInt(count) + 1;

        int[] expected = IntStream.range(0, count)
                .filter(token -> scores[token] > Float.NEGATIVE_INFINITY)
                .boxed()
                .sorted((a, b) -> scores[a] == scores[b] ? a - b : Float.compare(scores[b], scores[a]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();

        assertThat(Ranking.best(scores, most)).isEqualTo(expected);
        assertThat(Ranking.best(scores)).isEqualTo(expected[0]);
    }

    @Property(tries = 200)
    void leavesOfTheWholeWhatSortingLeaves(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 2000) int count,
            @ForAll @IntRange(max = 6) int spread) {
        var random = new Random(seed);
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextInt(9) == 0 ? Float.NEGATIVE_INFINITY : (float) (spread * random.nextGaussian());
        }
        scores[random.nextInt(count)] = 1;
        float[] before = scores.clone();
        Arrays.sort(before);
        double part = 1 - random.nextDouble();

        var sampler = new Sampler(new Sampling(0.7, 0, part, 0, 0, 0, 1, Map.of(), 1), new int[0]);
        sampler.distribution(before);
        Distribution kept = sampler.distribution(scores);

        int[] ranked = Ranking.best(scores, count);
        double[] weights = IntStream.of(ranked)
                .mapToDouble(token -> Math.exp((scores[token] - scores[ranked[0]]) / 0.7))
                .toArray();
        double left = part * DoubleStream.of(weights).sum();
        int expected = 0;
        while (expected < ranked.length && left > 0) {
            left -= weights[expected++];
        }
        int size = kept.tokens().length;
        // The last may be in or out, as numbers round.
        assertThat(size).isBetween(Math.max(1, expected - 1), Math.min(ranked.length, expected + 1));
        assertThat(IntStream.of(kept.tokens()).sorted().toArray())
                .isEqualTo(IntStream.of(ranked).limit(size).sorted().toArray());
    }

    @Test
    void tellsHowLikelyTokensAre() {
        float[] scores = {(float) Math.log(1), (float) Math.log(6), (float) Math.log(3)};

        Likelihoods likelihoods = Likelihoods.of(scores, 2);

        assertThat(likelihoods.best()).containsExactly(1, 2);
        assertThat(Math.exp(likelihoods.of(1))).isCloseTo(0.6, within(1e-6));
        assertThat(Math.exp(likelihoods.of(0))).isCloseTo(0.1, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "2.5, 0, 1, 0, 'temperature must be 0 to 2, got 2.5'",
        "-1, 0, 1, 0, 'temperature must be 0 to 2, got -1'",
        "NaN, 0, 1, 0, temperature",
        "1, -3, 1, 0, 'top_k must be at least 1, or 0 or -1 for all tokens, got -3'",
        "1, 0, 0, 0, top_p must be above 0",
        "1, 0, 1, 1.5, 'min_p must be 0 to 1, got 1.5'",
    })
    void refusesWhatIsOutOfRange(double temperature, int topK, double topP, double minP, String message) {
        assertThatThrownBy(() -> new Sampling(temperature, topK, topP, minP, 0, 0, 1, Map.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "1, NaN", "NaN, 1", "Infinity, 1", "-Infinity, -Infinity"})
    void failsWhereTheModelGivesNoNumbers(float first, float second) {
        for (double temperature : new double[] {0, 1}) {
            assertThatThrownBy(() -> new Sampler(heat(temperature), new int[0]).next(new float[] {first, second}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no numbers");
        }
    }

    @Test
    void isAsColdAsItCanBe() {
        assertThat(heat(1e-310)).isEqualTo(heat(0));
        assertThat(new Sampler(heat(1e-5), new int[0]).next(new float[] {1, 3, Float.NEGATIVE_INFINITY, -9}))
                .isEqualTo(1);
    }

    private static Sampling heat(double temperature) {
        return new Sampling(temperature, 0, 1, 0, 0, 0, 1, Map.of(), 0);
    }

    private static int[] tokens(long seed) {
        var sampler = new Sampler(new Sampling(1, 0, 0.95, 0, 0.5, 0, 1, Map.of(), seed), new int[0]);
        return IntStream.range(0, 20).map(_ -> sampler.next(new float[50])).toArray();
    }

    private static Sampling sampling(JsonNode settings) {
        Map<Integer, Double> bias = new HashMap<>();
        settings.path("bias")
                .properties()
                .forEach(each ->
                        bias.put(Integer.valueOf(each.getKey()), each.getValue().doubleValue()));
        return new Sampling(
                settings.path("temperature").doubleValue(),
                settings.path("top_k").intValue(),
                settings.path("top_p").doubleValue(),
                settings.path("min_p").doubleValue(),
                settings.path("presence").doubleValue(),
                settings.path("frequency").doubleValue(),
                settings.path("repetition").doubleValue(),
                bias,
                1);
    }

    private static float[] scores() throws IOException {
        JsonNode numbers = golden().path("scores");
        float[] scores = new float[numbers.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = numbers.path(i).floatValue();
        }
        return scores;
    }

    private static int[] ints(JsonNode numbers) {
        return numbers.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = SamplerTest.class.getResourceAsStream("sampling.json")) {
            return new JsonMapper().readTree(in);
        }
    }
}
