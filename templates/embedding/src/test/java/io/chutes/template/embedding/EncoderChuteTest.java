package io.chutes.template.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderChuteTest {
    @TempDir
    static Path folder;

    private static RunningChute chute;

    @BeforeAll
    static void start() throws IOException {
        RandomEncoder.tiny().write(folder);
        chute = TestChute.of(TinyEncoder.class).weights("weights", folder).start();
    }

    @AfterAll
    static void end() {
        chute.close();
    }

    @Test
    void takesTextsAndTokensAlike() {
        JsonNode text = embeddings("{\"input\": \"hello world\", \"model\": \"tiny\"}");

        assertThat(text.path("object").asText()).isEqualTo("list");
        assertThat(text.path("model").asText()).isEqualTo("tiny");
        assertThat(text.path("usage").toString()).isEqualTo("{\"prompt_tokens\":4,\"total_tokens\":4}");
        assertThat(text.path("data").path(0).path("object").asText()).isEqualTo("embedding");
        assertThat(length(vector(text, 0))).isCloseTo(1, within(1e-5));
        assertThat(vector(embeddings("{\"input\": [2, 5, 6, 3]}"), 0)).isEqualTo(vector(text, 0));
        JsonNode several = embeddings("{\"input\": [\"embeddings!\", \"hello world\"]}");
        assertThat(several.path("usage").path("prompt_tokens").asInt()).isEqualTo(6 + 4);
        assertThat(several.path("data").path(1).path("index").asInt()).isEqualTo(1);
        assertClose(vector(several, 1), vector(text, 0));
        assertClose(
                vector(
                        chute.client()
                                .call(
                                        "/v1/embeddings",
                                        typed(new Input.InputTokens(List.of(2, 5, 6, 3))),
                                        JsonNode.class),
                        0),
                vector(text, 0));
        JsonNode lists = embeddings("{\"input\": [[2, 5, 6, 3], [2, 12, 13, 51, 7, 3]]}");
        assertClose(vector(lists, 0), vector(text, 0));
        assertClose(vector(lists, 1), vector(several, 0));
    }

    @Test
    void embedsTextsAloneAndTellsItsModel() {
        EmbedResponse answer = chute.client()
                .call("/embed", new EmbedRequest(List.of("embeddings!", "hello world")), EmbedResponse.class);

        assertThat(answer.usage()).contains(new Usage(6 + 4, 6 + 4));
        JsonNode text = embeddings("{\"input\": \"hello world\"}");
        float[] vector = answer.embeddings().getLast().vector();
        assertClose(IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList(), vector(text, 0));
        assertThat(text.path("model").asText()).isEqualTo("tiny-encoder");
        JsonNode models = chute.client().get("/v1/models").read(JsonNode.class);
        assertThat(models.path("data")).singleElement().satisfies(model -> {
            assertThat(model.path("id").asText()).isEqualTo("tiny-encoder");
            assertThat(model.path("max_model_len").asInt()).isEqualTo(48);
        });
    }

    @Test
    void runsManyCallsAtOnceUnlessItsChuteSaysOtherwise() throws IOException {
        assertThat(manifest().at("/scaling/concurrency").asInt()).isEqualTo(32);
        assertThatThrownBy(() -> EmbeddingModel.open(folder, 0, _ -> {}))
                .hasMessage("batchTokens() must be at least 1, got 0");
    }

    @Test
    void saysInItsManifestWhatInputMayBe() throws IOException {
        JsonNode types = StreamSupport.stream(manifest().path("endpoints").spliterator(), false)
                .filter(endpoint -> endpoint.path("path").asText().equals("/v1/embeddings"))
                .findFirst()
                .orElseThrow()
                .at("/input/$defs");

        List<String> forms = new ArrayList<>();
        types.at("/Input/oneOf").forEach(form -> {
            JsonNode type = types.path(form.path("$ref").asText().replace("#/$defs/", ""));
            forms.add(type.path("type").asText() + " "
                    + type.at("/items/type").asText() + " "
                    + type.at("/items/items/type").asText());
        });
        assertThat(forms)
                .extracting(String::strip)
                .containsExactlyInAnyOrder("string", "array string", "array integer", "array array integer");
    }

    @Test
    void answersBase64AndFewerDimensions() {
        List<Float> whole = vector(embeddings("{\"input\": \"hello\"}"), 0);
        String base64 = embeddings("{\"input\": \"hello\", \"encoding_format\": \"base64\"}")
                .path("data")
                .path(0)
                .path("embedding")
                .asText();
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(IntStream.range(0, 16).mapToObj(_ -> bytes.getFloat()).toList())
                .isEqualTo(whole);

        List<Float> five = vector(embeddings("{\"input\": \"hello\", \"dimensions\": 5}"), 0);
        assertThat(five).hasSize(5);
        assertThat(length(five)).isCloseTo(1, within(1e-5));
        assertThat(five.get(1) / five.get(0)).isCloseTo(whole.get(1) / whole.get(0), within(1e-4f));
    }

    @Test
    void cutsOffOnlyWhereAsked() {
        String text = "hello ".repeat(60);

        assertRefused(
                "{\"input\": [\"a\", \"" + text + "\"]}", "input 1 has 62 tokens, the model takes 48: shorten it");
        JsonNode cut = embeddings("{\"input\": \"" + text + "\", \"truncate\": true}");
        assertThat(cut.path("usage").path("total_tokens").asInt()).isEqualTo(48);
        assertClose(vector(cut, 0), vector(embeddings("{\"input\": \"" + "hello ".repeat(46) + "\"}"), 0));
    }

    @Test
    void answersManyAtOnceAsItAnswersEachAlone() {
        List<String> bodies = IntStream.range(1, 40)
                .mapToObj(n -> "{\"input\": \"" + "hello ".repeat(n % 13 + 1) + n + "\"}")
                .toList();

        List<CompletableFuture<JsonNode>> together = bodies.stream()
                .map(body -> CompletableFuture.supplyAsync(() -> embeddings(body), Thread::startVirtualThread))
                .toList();

        for (int i = 0; i < bodies.size(); i++) {
            assertClose(vector(together.get(i).join(), 0), vector(embeddings(bodies.get(i)), 0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\": \"\"} | /input: must have at least 1 characters",
                "{\"input\": []} | /input: must have at least 1 items, has 0",
                "{\"input\": [[3], []]} | /input/1: must have at least 1 items, has 0",
                "{\"input\": 7} | /input: must be a string or an array, got the number 7",
                "{\"input\": null} | /input: must be a string or an array, got null",
                "{\"input\": [true]} | /input/0: must be an integer or a string or an array, got true",
                "{\"input\": [3, 1.5]} | /input/1: must be an integer, got the number 1.5",
                "{\"input\": [3, -1]} | /input/1: must be at least 0, got -1",
                "{\"input\": [\"a\", 3]} | /input/1: must be a string, got the number 3",
                "{\"input\": [[3], [128]]} | input 1 has the token 128; the model's are 0 to 127",
                "{\"input\": \"a\", \"dimensions\": 17} | dimensions must be 1 to 16, got 17",
                "{\"input\": \"a\", \"dimensions\": 0} | /dimensions: must be at least 1, got 0",
                "{\"input\": [\"a\", \"b\\ud800\"]} | input 1 has half of a surrogate pair",
                "{\"input\": \"a\", \"encoding_format\": \"hex\"} | encoding_format must be float or base64, got hex",
                "{\"input\": \"a\", \"prompt\": \"b\"} | prompt",
            })
    void refusesWhatItCannotObey(String body, String why) {
        assertRefused(body, why);
    }

    private static void assertRefused(String body, String why) {
        assertThatThrownBy(() -> embeddings(body)).isInstanceOfSatisfying(ChuteProblemException.class, problem -> {
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem).hasMessageContaining(why);
        });
    }

    private static JsonNode manifest() throws IOException {
        try (InputStream manifest = TinyEncoder.class.getResourceAsStream("/META-INF/chutes/tiny-encoder.json")) {
            return new JsonMapper().readTree(manifest);
        }
    }

    private static OpenAiRequest typed(Input input) {
        return new OpenAiRequest(
                input, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JsonNode embeddings(String body) {
        ChuteClient client = chute.client();
        return client.call("/v1/embeddings", new RawJson(body).tree(), JsonNode.class);
    }

    private static List<Float> vector(JsonNode answer, int index) {
        List<Float> vector = new ArrayList<>();
        answer.path("data").path(index).path("embedding").forEach(number -> vector.add(number.floatValue()));
        return vector;
    }

    private static double length(List<Float> vector) {
        return Math.sqrt(
                vector.stream().mapToDouble(number -> (double) number * number).sum());
    }

    private static void assertClose(List<Float> actual, List<Float> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-4f));
        }
    }
}
