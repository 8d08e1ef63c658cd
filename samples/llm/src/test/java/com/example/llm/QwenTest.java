package com.example.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import io.chutes.template.llm.model.RandomDecoder;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chute with a tiny model of random weights, called by OpenAI's own client. */
class QwenTest {
    private static final int TOKENS = 12;

    /** It stays there: {@code CHUTES_WEIGHTS=target/models chutes run .} serves it. */
    private static final Path MODEL = Path.of("target", "models", "weights");

    private static RunningChute chute;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws IOException {
        RandomDecoder.tiny().write(MODEL);
        chute = TestChute.of(Qwen.class).weights("weights", MODEL).start();
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
    void answersAChat() {
        ChatCompletion answer = client.chat().completions().create(chat().build());

        assertEquals("llm", answer.model());
        ChatCompletion.Choice choice = answer.choices().get(0);
        assertTrue(choice.message().content().isPresent());
        long generated = answer.usage().orElseThrow().completionTokens();
        assertEquals(
                generated == TOKENS
                        ? ChatCompletion.Choice.FinishReason.LENGTH
                        : ChatCompletion.Choice.FinishReason.STOP,
                choice.finishReason());
    }

    @Test
    void streamsTheSame() {
        ChatCompletion whole = client.chat().completions().create(chat().build());
        ChatCompletionCreateParams params = chat().streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            chunks = stream.stream().toList();
        }

        String text = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
        assertEquals(whole.choices().get(0).message().content().orElseThrow(), text);
        assertEquals(
                whole.usage().orElseThrow().totalTokens(),
                chunks.getLast().usage().orElseThrow().totalTokens());
    }

    @Test
    void writesJsonWhereItMust() {
        ChatCompletion answer = client.chat()
                .completions()
                .create(chat().maxCompletionTokens(200)
                        .responseFormat(ResponseFormatJsonObject.builder().build())
                        .build());

        assertTrue(answer.choices().get(0).message().content().orElseThrow().startsWith("{"));
    }

    @Test
    void goesOnWithATextAndTellsItsModel() {
        var answer = client.completions()
                .create(CompletionCreateParams.builder()
                        .model("llm")
                        .prompt("Once upon a")
                        .maxTokens(4)
                        .build());

        assertEquals(11, answer.usage().orElseThrow().promptTokens());
        assertEquals("llm", client.models().list().data().get(0).id());
    }

    @Test
    void saysWhatItRefuses() {
        var refused = assertThrows(
                UnprocessableEntityException.class,
                () -> client.chat().completions().create(chat().temperature(2.5).build()));

        assertTrue(refused.getMessage().contains("temperature must be 0 to 2, got 2.5"), refused.getMessage());
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model("llm")
                .addSystemMessage("Be brief.")
                .addUserMessage("Hello!")
                .temperature(0.0)
                .maxCompletionTokens(TOKENS);
    }
}
