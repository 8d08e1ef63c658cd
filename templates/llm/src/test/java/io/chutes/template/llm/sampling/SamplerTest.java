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
    private static final double ROUNDED = 2e-6;

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

        Map<Integer, Double> likely = probabilities(actual);
        JsonNode expected = golden.path("probabilities");
        expected.properties().forEach(each -> assertThat(likely.getOrDefault(Integer.valueOf(each.getKey()), 0.0))
                .as("token %s", each.getKey())
                .isCloseTo(each.getValue().doubleValue(), within(1e-6)));
        assertThat(likely.keySet()).allSatisfy(token -> assertThat(expected.has(String.valueOf(token)))
                .isTrue());
        assertThat(expected.properties())
                .filteredOn(each -> each.getValue().doubleValue() > 1e-9)
                .allSatisfy(each -> assertThat(likely).containsKey(Integer.valueOf(each.getKey())));
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 0", "0, 0.2, 0", "12, 0.9, 0.2"})
    void drawsAsOftenAsIsLikely(int topK, double topP, double minP) throws IOException {
        var settings = new Sampling(1, topK, topP, minP, 0, 0, 1, Map.of(), 7);
        var sampler = new Sampler(settings, new int[0]);
        Map<Integer, Double> likely = probabilities(new Sampler(settings, new int[0]).distribution(scores()));
        Map<Integer, Integer> counts = new HashMap<>();
        int draws = 10_000;
        float[] scores = scores();

        for (int i = 0; i < draws; i++) {
            counts.merge(sampler.next(scores.clone()), 1, Integer::sum);
        }

        assertThat(likely.keySet()).hasSizeBetween(2, 100).containsAll(counts.keySet());
        likely.forEach((token, expected) -> assertThat((double) counts.getOrDefault(token, 0) / draws)
                .as("token %d", token)
                .isCloseTo(expected, within(4.5 * Math.sqrt(expected / draws))));
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
            scores[i] = random.nextInt(9) == 0
                    ? Float.NEGATIVE_INFINITY
                    : Math.round(64 * spread * random.nextGaussian()) / 64f;
        }
        scores[random.nextInt(count)] = 1;
        float[] before = scores.clone();
        Arrays.sort(before);
        double part = 1 - random.nextDouble();

        var sampler = new Sampler(new Sampling(0.7, 0, part, 0, 0, 0, 1, Map.of(), 1), new int[0]);
        sampler.distribution(before);
        Map<Integer, Double> kept = probabilities(sampler.distribution(scores));

        int[] ranked = Ranking.best(scores, count);
        double[] weights = IntStream.of(ranked)
                .mapToDouble(token -> Math.exp((scores[token] - scores[ranked[0]]) / 0.7))
                .toArray();
        double total = DoubleStream.of(weights).sum();
        double left = part;
        double all = 0;
        for (int i = 0; i < ranked.length; i++) {
            // As numbers round, one at the border may be in or out.
            if (left > ROUNDED) {
                assertThat(kept.containsKey(ranked[i]) || weights[i] < ROUNDED).isTrue();
            } else if (left < -ROUNDED) {
                assertThat(kept.containsKey(ranked[i])).isFalse();
            }
            left -= weights[i] / total;
            all += kept.containsKey(ranked[i]) ? weights[i] : 0;
        }
        for (int i = 0; i < ranked.length; i++) {
            double expected = weights[i] / all;
            assertThat(kept.getOrDefault(ranked[i], expected)).isCloseTo(expected, within(ROUNDED));
        }
    }

    @Test
    void tellsHowLikelyTokensAre() {
        float[] scores = {(float) Math.log(1), (float) Math.log(6), (float) Math.log(3)};

        var likelihoods = new Likelihoods(2);
        likelihoods.set(scores);

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

    /** How likely each token is that may be drawn. */
    private static Map<Integer, Double> probabilities(Distribution distribution) {
        int[] weights = IntStream.range(0, distribution.size())
                .map(distribution::weight)
                .toArray();
        double total = IntStream.of(weights).asLongStream().sum();
        Map<Integer, Double> probabilities = new TreeMap<>();
        for (int place = 0; place < weights.length; place++) {
            if (weights[place] > 0) {
                probabilities.put(distribution.token(place), weights[place] / total);
            }
        }
        return probabilities;
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
