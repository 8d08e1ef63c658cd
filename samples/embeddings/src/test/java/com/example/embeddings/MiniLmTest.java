package com.example.embeddings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.chutes.template.embedding.RandomEncoder;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chute with a tiny model of random weights, called by OpenAI's own client. */
class MiniLmTest {
    private static final int DIMENSIONS = 16;
    private static final float TOLERANCE = 1e-4f;

    /** It stays there: {@code CHUTES_WEIGHTS=target/models chutes run .} serves it. */
    private static final Path MODEL = Path.of("target", "models", "weights");

    private static RunningChute chute;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws IOException {
        RandomEncoder.tiny().write(MODEL);
        chute = TestChute.of(MiniLm.class).weights("weights", MODEL).start();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(chute.address() + "/v1")
                .apiKey("none")
                .build();
    }

    @AfterAll
    static void end() {
        client.close();
        chute.close();
    }

    @Test
    void embedsATextAndTextsAndTokensAlike() {
        CreateEmbeddingResponse one = create(params().input("hello world"));
        CreateEmbeddingResponse two = create(params().inputOfArrayOfStrings(List.of("the world", "hello world")));
        CreateEmbeddingResponse tokens = create(params().inputOfArrayOfTokens(List.of(2L, 5L, 6L, 3L)));

        assertEquals(4, one.usage().promptTokens());
        assertEquals("embeddings", one.model());
        assertEquals(DIMENSIONS, vector(one, 0).size());
        assertSame(vector(one, 0), vector(two, 1));
        assertSame(vector(one, 0), vector(tokens, 0));
    }

    @Test
    void answersTheSameNumbersInEitherFormat() {
        CreateEmbeddingResponse floats =
                create(params().input("hello").encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT));
        CreateEmbeddingResponse base64 =
                create(params().input("hello").encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64));

        assertEquals(vector(floats, 0), vector(base64, 0));
        List<Float> few = vector(create(params().input("hello").dimensions(3)), 0);
        assertEquals(3, few.size());
        assertEquals(1, few.stream().mapToDouble(number -> number * number).sum(), TOLERANCE);
    }

    @Test
    void saysWhatItRefuses() {
        var refused = assertThrows(UnprocessableEntityException.class, () -> create(params().input("")));

        assertTrue(
                String.valueOf(refused.body()).contains("/input must have at least 1 characters"),
                () -> String.valueOf(refused.body()));
    }

    private static EmbeddingCreateParams.Builder params() {
        return EmbeddingCreateParams.builder().model("embeddings");
    }

    private static CreateEmbeddingResponse create(EmbeddingCreateParams.Builder params) {
        return client.embeddings().create(params.build());
    }

    private static List<Float> vector(CreateEmbeddingResponse response, int index) {
        return response.data().get(index).embedding();
    }

    private static void assertSame(List<Float> expected, List<Float> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), TOLERANCE);
        }
    }
}
