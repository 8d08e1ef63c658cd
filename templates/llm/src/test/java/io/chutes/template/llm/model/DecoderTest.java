package io.chutes.template.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.template.torch.ModelException;
import io.chutes.template.torch.RowCounts;
import io.chutes.template.torch.SafetensorsWriter;
import io.chutes.template.torch.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final float TOLERANCE = 1e-4f;
    private static final float ROUGHLY = 0.1f;
    private static final int GENERATED = 12;
    private static final int WHOLE = 512;
    private static final int ROOM = 64;
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "linear", "llama3", "yarn"})
    void computesWhatPyTorchComputesAloneTogetherAndInChunks(String name) throws IOException {
        JsonNode golden = golden(name);
        List<Answer> expected = new ArrayList<>();
        golden.path("cases").forEach(one -> expected.add(MAPPER.convertValue(one, Answer.class)));
        try (Decoder decoder = Decoder.load(folder, DecoderOptions.defaults().withMaxSequences(4))) {
            for (Answer one : expected) {
                one.assertGiven(answers(decoder, List.of(one), WHOLE).getFirst());
            }
            for (int chunk : new int[] {WHOLE, 7, 1}) {
                List<Answer> together = answers(decoder, expected, chunk);
                for (int i = 0; i < expected.size(); i++) {
                    expected.get(i).assertGiven(together.get(i));
                }
            }
        }
    }

    /** As are 17 that generate, and those of whom one ends a prompt of two tokens. */
    @Test
    void rowsThatFillUpAStepOrItsScoresChangeNothing() throws IOException {
        JsonNode cases = golden("qwen3").path("cases");
        Answer shortest = MAPPER.convertValue(cases.path(1), Answer.class);
        Answer longest = MAPPER.convertValue(cases.path(2), Answer.class);
        List<Answer> expected = new ArrayList<>(Collections.nCopies(16, shortest));
        expected.add(longest);
        assertThat(RowCounts.FEW.up(expected.size())).isEqualTo(expected.size() + 1);
        DecoderOptions options = DecoderOptions.defaults().withMaxSequences(expected.size());
        try (Decoder decoder = Decoder.load(folder, options)) {
            decoder.prepare();

            List<Answer> together = answers(decoder, expected, longest.prompt().length - 2);

            for (int i = 0; i < expected.size(); i++) {
                expected.get(i).assertGiven(together.get(i));
            }
        }
    }

    @Test
    void readsWeightsInPartsAndComputesInSixteenBits() throws IOException {
        Answer expected = MAPPER.convertValue(golden("qwen3").path("cases").path(0), Answer.class);
        Map<String, Value.Floats> first = new LinkedHashMap<>();
        Map<String, Value.Floats> second = new LinkedHashMap<>();
        ObjectNode index = MAPPER.createObjectNode();
        ObjectNode places = index.putObject("weight_map");
        RandomDecoder.tiny().tensors().forEach((name, tensor) -> {
            boolean isLate = name.startsWith("model.layers.1");
            (isLate ? second : first).put(name, tensor);
            places.put(name, isLate ? "b.safetensors" : "a.safetensors");
        });
        SafetensorsWriter.write(folder.resolve("a.safetensors"), first);
        SafetensorsWriter.write(folder.resolve("b.safetensors"), second);
        Files.delete(folder.resolve("model.safetensors"));
        MAPPER.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);

        try (Decoder decoder = Decoder.load(folder, DecoderOptions.defaults())) {
            expected.assertGiven(answers(decoder, List.of(expected), WHOLE).getFirst());
        }
        DecoderOptions inSixteenBits = DecoderOptions.defaults().withPrecision(Precision.BF16);
        try (Decoder decoder = Decoder.load(folder, inSixteenBits)) {
            assertThat(answers(decoder, List.of(expected), WHOLE).getFirst().first())
                    .containsExactly(expected.first(), within(ROUGHLY));
        }
    }

    /** What they multiply has 16 bits, which is most of the tolerance: so they are to be nearer to that than to what weights of all bits give. */
    @ParameterizedTest
    @EnumSource(
            value = Quantization.class,
            names = {"INT8", "INT4"})
    void computesWithFewerBitsWhatPyTorchComputesOfWeightsSoRounded(Quantization quantization) throws IOException {
        DecoderOptions options = DecoderOptions.defaults();
        JsonNode golden = golden(quantization.name().toLowerCase(Locale.ROOT));
        try (Decoder decoder = Decoder.load(folder, options.withQuantization(quantization));
                Decoder unrounded = Decoder.load(folder, options)) {
            double toRounded = 0;
            double toUnrounded = 0;
            for (JsonNode one : golden.path("cases")) {
                Answer expected = MAPPER.convertValue(one, Answer.class);
                float[] given = firstScores(decoder, expected);
                assertThat(given).containsExactly(expected.first(), within(ROUGHLY));
                toRounded += squaredDistance(given, expected.first());
                toUnrounded += squaredDistance(given, firstScores(unrounded, expected));
            }
            assertThat(toRounded).isLessThan(toUnrounded);
        }
    }

    private static float[] firstScores(Decoder decoder, Answer asked) {
        return answers(decoder, List.of(asked), WHOLE).getFirst().first();
    }

    private static double squaredDistance(float[] some, float[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(i -> some[i] - others[i])
                .map(difference -> difference * difference)
                .sum();
    }

    @Test
    void refusesFewerBitsThatItCannotMultiply() throws IOException {
        DecoderOptions options = DecoderOptions.defaults().withQuantization(Quantization.INT4);
        golden("llama");
        assertThatThrownBy(() -> Decoder.load(folder, options))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "weights of INT4 need a multiple of 32 as intermediate_size, and this model has 48: leave the quantization out");
        new RandomDecoder(Family.LLAMA, 320, 32, 1, 8, 1, 4, 64, false, 512, 1).write(folder);
        assertThatThrownBy(() -> Decoder.load(folder, options))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "weights of INT4 need a multiple of 16 as (num_attention_heads + 2 * num_key_value_heads) * head_dim, and this model has 40: leave the quantization out");
        assertThatThrownBy(() -> options.withPrecision(Precision.FP32))
                .hasMessage(
                        "weights of INT4 are multiplied in BF16, not in FP32: leave the precision out, or the quantization");
    }

    /** Has all prompts go on at once, each in a room of its own, and takes the best token each time. */
    private static List<Answer> answers(Decoder decoder, List<Answer> asked, int most) {
        List<Answer> answers = new ArrayList<>();
        asked.forEach(one -> answers.add(new Answer(one.prompt(), new float[0], new int[0], new float[0])));
        int[] done = new int[asked.size()];
        while (answers.stream().anyMatch(answer -> answer.tokens().length < GENERATED)) {
            List<Integer> scored = new ArrayList<>();
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < done.length; i++) {
                Answer answer = answers.get(i);
                int[] tokens = IntStream.concat(Arrays.stream(answer.prompt()), Arrays.stream(answer.tokens()))
                        .toArray();
                int end = Math.min(tokens.length, done[i] + most);
                if (answer.tokens().length < GENERATED) {
                    chunks.add(new Chunk(
                            i * ROOM + 1, done[i], Arrays.copyOfRange(tokens, done[i], end), end == tokens.length));
                    done[i] = end;
                    if (end == tokens.length) {
                        scored.add(i);
                    }
                }
            }
            List<FloatBuffer> scores = decoder.step(chunks);
            assertThat(scores).hasSameSizeAs(scored);
            for (int n = 0; n < scored.size(); n++) {
                float[] copy = new float[decoder.config().vocabulary()];
                scores.get(n).get(copy);
                answers.set(scored.get(n), answers.get(scored.get(n)).and(copy));
            }
        }
        return answers;
    }

    /** What a prompt is answered by: the tokens, and the scores that the first and the last of them were chosen by. */
    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Answer(int[] prompt, float[] first, int[] tokens, float[] last) {
        Answer and(float[] scores) {
            int best = 0;
            for (int n = 0; n < scores.length; n++) {
                best = scores[n] > scores[best] ? n : best;
            }
            int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
            longer[tokens.length] = best;
            return new Answer(prompt, tokens.length == 0 ? scores : first, longer, scores);
        }

        void assertGiven(Answer other) {
            assertThat(other.tokens()).containsExactly(tokens);
            assertThat(other.first()).containsExactly(first, within(TOLERANCE));
            assertThat(other.last()).containsExactly(last, within(TOLERANCE));
        }
    }

    private JsonNode golden(String name) throws IOException {
        JsonNode golden;
        try (InputStream in = DecoderTest.class.getResourceAsStream("golden.json")) {
            golden = MAPPER.readTree(in).path(name);
        }
        Family family = Family.valueOf(golden.path("family").asText().toUpperCase(Locale.ROOT));
        boolean tied = golden.path("tied").booleanValue();
        int intermediate = golden.path("intermediate").asInt(48);
        new RandomDecoder(family, 320, 32, 2, 4, 2, 16, intermediate, tied, 512, 1).write(folder);
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) MAPPER.readTree(file.toFile());
        MAPPER.writeValue(file.toFile(), config.setAll((ObjectNode) golden.path("settings")));
        return golden;
    }
}
