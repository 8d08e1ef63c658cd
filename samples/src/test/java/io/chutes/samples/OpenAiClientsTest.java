package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.weights.Hub;
import io.chutes.template.embedding.RandomEncoder;
import io.chutes.template.llm.model.RandomDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of both templates, on a platform that has their weights from a Hub, called at its gateway by OpenAI's own clients. */
class OpenAiClientsTest {
    private static final String LLM = "olga/llm";
    private static final String EMBEDDINGS = "olga/embeddings";
    private static final int DIMENSIONS = 16;
    private static final String LONG = "long ".repeat(200);
    private static final String TOO_LONG = " tokens, and 12 to generate are more than the context of 512 holds";

    @TempDir
    private static Path data;

    private static ModelHub hub;
    private static EmbeddedPlatform platform;
    private static TestAccount olga;
    private static OpenAIClient client;

    @BeforeAll
    static void deploysBoth() throws Exception {
        hub = new ModelHub();
        Map<String, String> atHub = Map.of("HF_ENDPOINT", hub.address());
        platform = EmbeddedPlatform.start(
                new EmbeddedConfig(data, 0, new Capacity(4, 12, Map.of()), Duration.ofMillis(500)).withWeights(atHub));
        olga = TestAccount.register(platform.address(), "olga", "5");
        Path models = data.resolve("models");
        RandomDecoder.tiny().write(models.resolve("decoder"));
        RandomEncoder.tiny().write(models.resolve("encoder"));
        ImageBuilder builder = new ImageBuilder(ImageBuilder.defaultCache(), _ -> {})
                .withHub(Hub.of(atHub))
                .withoutTraining();
        ChuteState llm = deploy(builder, TemplateSample.LLM, models.resolve("decoder"));
        ChuteState embeddings = deploy(builder, TemplateSample.EMBEDDINGS, models.resolve("encoder"));
        olga.awaitReady(llm);
        olga.awaitReady(embeddings);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(platform.address() + "/v1")
                .apiKey(olga.key())
                .maxRetries(0)
                .build();
    }

    private static ChuteState deploy(ImageBuilder builder, TemplateSample sample, Path model)
            throws IOException, InterruptedException {
        ChuteProject project = sample.project();
        hub.with(project.manifest().weights().getFirst(), model);
        String name = olga.name() + "/" + sample.name();
        BuiltImage image = builder.build(
                project,
                new ImageTarget.Registry(platform.address().getAuthority() + "/" + name, olga.name(), olga.key()));
        return olga.client().deploy(new Deployment(name + "@" + image.digest()));
    }

    @AfterAll
    static void endsEveryProcess() {
        client.close();
        platform.close();
        hub.close();
        assertThat(PlatformProcesses.of(data)).isEmpty();
    }

    @Test
    void chatsByTheClientForJava() {
        ChatCompletion whole = client.chat().completions().create(chat().build());
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(chat().streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            chunks = stream.stream().toList();
        }

        assertThat(whole.choices().getFirst().message().content())
                .hasValueSatisfying(text -> assertThat(text).isNotEmpty());
        assertThat(whole.usage().orElseThrow().completionTokens()).isBetween(1L, 12L);
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(Collectors.joining()))
                .isEqualTo(whole.choices().getFirst().message().content().orElseThrow());
        assertThat(chunks).hasSizeGreaterThan(2);
        assertThat(chunks.getLast().usage()).isEqualTo(whole.usage());
    }

    @Test
    void completesAndEmbedsAndListsByTheClientForJava() {
        CompletionCreateParams text = CompletionCreateParams.builder()
                .model(LLM)
                .prompt("Once upon a")
                .temperature(0.0)
                .maxTokens(4)
                .build();
        Completion whole = client.completions().create(text);
        List<Completion> parts;
        try (StreamResponse<Completion> stream = client.completions().createStreaming(text)) {
            parts = stream.stream().toList();
        }
        CreateEmbeddingResponse vectors = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EMBEDDINGS)
                        .inputOfArrayOfStrings(List.of("hello world", "the world"))
                        .build());

        assertThat(whole.usage().orElseThrow().promptTokens()).isEqualTo(11);
        assertThat(parts.stream()
                        .flatMap(part -> part.choices().stream())
                        .map(choice -> choice.text())
                        .collect(Collectors.joining()))
                .isEqualTo(whole.choices().getFirst().text());
        assertThat(vectors.data()).hasSize(2).allSatisfy(each -> assertThat(each.embedding())
                .hasSize(DIMENSIONS));
        assertThat(client.models().list().data()).extracting(Model::id).containsExactlyInAnyOrder(LLM, EMBEDDINGS);
    }

    @Test
    void tellsTheClientForJavaWhatIsRefused() {
        var unknown = catchThrowableOfType(NotFoundException.class, () -> client.chat()
                .completions()
                .create(chat().model("nonesuch").build()));
        var longChat = catchThrowableOfType(UnprocessableEntityException.class, () -> client.chat()
                .completions()
                .create(chat().addUserMessage(LONG).build()));
        var longText = catchThrowableOfType(UnprocessableEntityException.class, () -> client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EMBEDDINGS)
                        .input("hello ".repeat(50))
                        .build()));

        assertThat(unknown.code()).hasValue("model_not_found");
        assertThat(unknown.type()).hasValue("invalid_request_error");
        assertThat(unknown).hasMessageContaining("nonesuch");
        assertThat(longChat.type()).hasValue("invalid_request_error");
        assertThat(longChat).hasMessageContaining(TOO_LONG);
        assertThat(longText).hasMessageContaining("input 0 has 52 tokens, the model takes 48");
    }

    @Test
    void chatsAndEmbedsByTheClientForJavaScript(@TempDir Path folder) throws Exception {
        NodeScript script = NodeScript.into(folder);
        Optional<String> missing = script.install();
        missing.ifPresent(why -> System.err.println("OpenAI's client for JavaScript is not tested: " + why));
        assumeTrue(missing.isEmpty(), missing::toString);

        JsonNode heard = script.calls(Map.of(
                "BASE_URL", platform.address() + "/v1", "API_KEY", olga.key(), "LLM", LLM, "EMBEDDINGS", EMBEDDINGS));

        assertThat(heard.at("/whole/content").asText()).isNotEmpty();
        assertThat(heard.path("streamed")).isEqualTo(heard.path("whole"));
        assertThat(heard.path("completion").asText()).isNotEmpty();
        assertThat(heard.path("completed")).isEqualTo(heard.path("completion"));
        assertThat(heard.path("vectors")).hasSize(2).allSatisfy(vector -> assertThat(vector)
                .hasSize(DIMENSIONS));
        assertThat(heard.path("models")).extracting(JsonNode::asText).containsExactlyInAnyOrder(LLM, EMBEDDINGS);
        assertThat(heard.at("/unknown/name").asText()).isEqualTo("NotFoundError");
        assertThat(heard.at("/unknown/code").asText()).isEqualTo("model_not_found");
        assertThat(heard.at("/tooLong/status").asInt()).isEqualTo(422);
        assertThat(heard.at("/tooLong/type").asText()).isEqualTo("invalid_request_error");
        assertThat(heard.at("/tooLong/message").asText()).contains(TOO_LONG);
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model(LLM)
                .addUserMessage("Hello!")
                .temperature(0.0)
                .maxCompletionTokens(12);
    }
}
