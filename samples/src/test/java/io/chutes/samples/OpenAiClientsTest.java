package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.weights.Hub;
import io.chutes.template.embedding.RandomEncoder;
import io.chutes.template.llm.model.RandomDecoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of both templates, on a platform that has their weights from a Hub, called at its gateway by OpenAI's own clients. */
class OpenAiClientsTest {
    private static final String LLM = "olga/llm";
    private static final String EMBEDDINGS = "olga/embeddings";
    private static final int DIMENSIONS = 16;

    /** Of the sample: calls at once, and those that wait. */
    private static final int PLACES = 16 + 64;

    private static final int TOO_MANY = 429;
    private static final String LONG = "long ".repeat(200);
    private static final String TOO_LONG = " tokens, and 12 to generate are more than the context of 512 holds";

    @TempDir
    private static Path data;

    private static ModelHub hub;
    private static EmbeddedPlatform platform;
    private static TestAccount olga;
    private static String unpaid;
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
        writeTemplate(models.resolve("decoder").resolve("tokenizer_config.json"));
        RandomEncoder.tiny().write(models.resolve("encoder"));
        Path cache = data.resolve("cache"); // as another model of that revision would be locked in that of all
        SharedCache.linkInto(cache, "base", "jib", "files");
        ImageBuilder builder =
                new ImageBuilder(cache, _ -> {}).withHub(Hub.of(atHub)).withoutTraining();
        ChuteState llm = deploy(builder, TemplateSample.LLM, models.resolve("decoder"));
        ChuteState embeddings = deploy(builder, TemplateSample.EMBEDDINGS, models.resolve("encoder"));
        olga.awaitReady(llm);
        olga.awaitReady(embeddings);
        olga.client().setAccess("llm", new ChuteAccess(ChuteAccess.Callers.EVERYBODY));
        unpaid = new PlatformClient(platform.address(), null)
                .register(new Registration("paul"))
                .key();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(platform.address() + "/v1")
                .apiKey(olga.key())
                .maxRetries(0)
                .build();
    }

    /** One that has the model call tools. */
    private static void writeTemplate(Path config) throws IOException {
        var mapper = new JsonMapper();
        var settings = (ObjectNode) mapper.readTree(config.toFile());
        settings.put(
                "chat_template",
                "{% if tools %}<tool_call>{{ tools | length }}{% endif %}"
                        + settings.path("chat_template").asText());
        mapper.writeValue(config.toFile(), settings);
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
        Completion several = client.completions()
                .create(text.toBuilder()
                        .promptOfArrayOfStrings(List.of("Once upon a", "time"))
                        .n(2)
                        .build());
        assertThat(several.choices()).extracting(CompletionChoice::index).containsExactly(0L, 1L, 2L, 3L);
        assertThat(several.choices().get(1).text())
                .isEqualTo(whole.choices().getFirst().text());
        assertThat(several.usage().orElseThrow().promptTokens()).isEqualTo(11 + 4);
        List<Float> shortened = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EMBEDDINGS)
                        .input("hello world")
                        .dimensions(4)
                        .build())
                .data()
                .getFirst()
                .embedding();
        assertThat(shortened).hasSize(4);
        assertThat(shortened.stream().mapToDouble(each -> each * each).sum()).isCloseTo(1, within(1e-4));
        Embedding encoded = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EMBEDDINGS)
                        .inputOfArrayOfTokenArrays(List.of(List.of(2L, 5L, 6L, 3L)))
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                        .build())
                .data()
                .getFirst();
        assertThat(encoded.embeddingValue().isBase64()).isTrue();
        assertThat(encoded.embedding())
                .zipSatisfy(vectors.data().getFirst().embedding(), (one, other) -> assertThat(one)
                        .isCloseTo(other, within(1e-4f)));
        assertThat(client.models().list().data()).extracting(Model::id).containsExactlyInAnyOrder(LLM, EMBEDDINGS);
    }

    /** What a caller's own classes say, by the schemas that the client makes of them. */
    @Test
    void keepsToFormsForTheClientForJava() {
        Verdict verdict = client.chat()
                .completions()
                .create(chat().maxCompletionTokens(400)
                        .responseFormat(Verdict.class)
                        .build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        var accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(drawn().addTool(Verdict.class)
                        .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                        .parallelToolCalls(false)
                        .build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        ChatCompletion.Choice likely = client.chat()
                .completions()
                .create(chat().logprobs(true).topLogprobs(2).build())
                .choices()
                .getFirst();

        assertThat(verdict.kind).isNotNull();
        ChatCompletion.Choice choice = accumulator.chatCompletion().choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall.Function called = choice.message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction()
                .function();
        assertThat(called.name()).isEqualTo("Verdict");
        assertThat(called.arguments(Verdict.class).kind).isNotNull();
        assertThat(likely.logprobs().orElseThrow().content().orElseThrow())
                .isNotEmpty()
                .allSatisfy(token -> assertThat(token.topLogprobs()).hasSize(2));
    }

    /** Of which the client reads and writes the fields. */
    static final class Verdict {
        public boolean ok;
        public @Nullable Kind kind;

        enum Kind {
            GOOD,
            BAD
        }
    }

    @Test
    void tellsTheClientForJavaWhatIsRefused() throws Exception {
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

        var stranger = catchThrowableOfType(
                UnauthorizedException.class, () -> client.withOptions(options -> options.apiKey("ck_nobody_0"))
                        .chat()
                        .completions()
                        .create(chat().build()));
        var poor = catchThrowableOfType(
                UnexpectedStatusCodeException.class, () -> client.withOptions(options -> options.apiKey(unpaid))
                        .chat()
                        .completions()
                        .create(chat().build()));
        var encoded = catchThrowableOfType(BadRequestException.class, () -> client.chat()
                .completions()
                .create(chat().putAdditionalHeader("Content-Encoding", "br").build()));
        var busy = refusedForRoom(() -> client.chat().completions().create(chat().build()));

        assertThat(stranger.code()).hasValue("invalid_api_key");
        assertThat(poor.statusCode()).isEqualTo(402);
        assertThat(poor.code()).hasValue("insufficient_quota");
        assertThat(encoded).hasMessageContaining("The body is encoded as 'br'");
        assertThat(busy.code()).hasValue("rate_limit_exceeded");
        assertThat(busy).hasMessageContaining("The chute has no room for the call");
        assertThat(unknown.code()).hasValue("model_not_found");
        assertThat(unknown.type()).hasValue("invalid_request_error");
        assertThat(unknown).hasMessageContaining("nonesuch");
        assertThat(longChat.type()).hasValue("invalid_request_error");
        assertThat(longChat).hasMessageContaining(TOO_LONG);
        assertThat(longText).hasMessageContaining("input 0 has 52 tokens, the model takes 48");
    }

    /**
     * How a call is refused while others hold every place of the chute, which they have left when this returns. Where this process
     * waits for a processor they may have left before.
     */
    private static RateLimitException refusedForRoom(ThrowingCallable call) throws Exception {
        RateLimitException refused = null;
        while (refused == null) {
            refused = refusedBesideOthers(call);
            Await.until("a place", () -> catchThrowable(call) == null);
        }
        return refused;
    }

    private static @Nullable RateLimitException refusedBesideOthers(ThrowingCallable call) {
        HttpRequest held = HttpRequest.newBuilder(URI.create(platform.address() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + olga.key())
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model": "%s", "stream": true, "max_tokens": 400, "logit_bias": {"256": -100, "258": -100},
                         "messages": [{"role": "user", "content": "Hello!"}]}""".formatted(LLM)))
                .build();
        HttpClient others =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var full = new CompletableFuture<Void>();
        var begun = IntStream.rangeClosed(0, PLACES)
                .mapToObj(_ -> others.sendAsync(held, HttpResponse.BodyHandlers.ofInputStream())
                        .thenAccept(answer -> {
                            if (answer.statusCode() == TOO_MANY) {
                                full.complete(null);
                            }
                        }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(full, CompletableFuture.allOf(begun)).join();
        var refused = catchThrowableOfType(RateLimitException.class, call);
        others.shutdownNow();
        return refused;
    }

    @Test
    void chatsAndEmbedsByTheClientForJavaScript(@TempDir Path folder) throws Exception {
        NodeScript script = NodeScript.into(folder);
        Optional<String> missing = script.install();
        missing.ifPresent(why -> System.err.println("OpenAI's client for JavaScript is not tested: " + why));
        assumeTrue(missing.isEmpty(), missing::toString);

        JsonNode heard = script.calls(Map.of(
                "BASE_URL",
                platform.address() + "/v1",
                "API_KEY",
                olga.key(),
                "UNPAID_KEY",
                unpaid,
                "LLM",
                LLM,
                "EMBEDDINGS",
                EMBEDDINGS,
                "PLACES",
                Integer.toString(PLACES)));

        assertThat(heard.at("/whole/content").asText()).isNotEmpty();
        assertThat(heard.path("streamed")).isEqualTo(heard.path("whole"));
        assertThat(heard.path("completion").asText()).isNotEmpty();
        assertThat(heard.path("completed")).isEqualTo(heard.path("completion"));
        assertThat(heard.path("several")).hasSize(2).contains(heard.path("completion"));
        assertThat(heard.path("shortened")).hasSize(4);
        assertThat(heard.path("vectors")).hasSize(2).allSatisfy(vector -> assertThat(vector)
                .hasSize(DIMENSIONS));
        assertThat(heard.path("floats"))
                .zipSatisfy(heard.path("vectors").get(0), (one, other) -> assertThat(one.floatValue())
                        .isCloseTo(other.floatValue(), within(1e-4f)));
        assertThat(heard.at("/formed/kind").asText()).isIn("GOOD", "BAD");
        assertThat(heard.at("/called/name").asText()).isEqualTo("judge");
        assertThat(heard.at("/called/arguments").asText()).startsWith("{");
        assertThat(heard.path("likely").asInt()).isEqualTo(2);
        assertThat(heard.at("/stranger/name").asText()).isEqualTo("AuthenticationError");
        assertThat(heard.at("/poor/status").asInt()).isEqualTo(402);
        assertThat(heard.at("/poor/code").asText()).isEqualTo("insufficient_quota");
        assertThat(heard.at("/encoded/name").asText()).isEqualTo("BadRequestError");
        assertThat(heard.at("/busy/name").asText()).isEqualTo("RateLimitError");
        assertThat(heard.path("models")).extracting(JsonNode::asText).containsExactlyInAnyOrder(LLM, EMBEDDINGS);
        assertThat(heard.at("/unknown/name").asText()).isEqualTo("NotFoundError");
        assertThat(heard.at("/unknown/code").asText()).isEqualTo("model_not_found");
        assertThat(heard.at("/tooLong/status").asInt()).isEqualTo(422);
        assertThat(heard.at("/tooLong/type").asText()).isEqualTo("invalid_request_error");
        assertThat(heard.at("/tooLong/message").asText()).contains(TOO_LONG);
    }

    /** As a model of random weights may write white space for ever where it has to write the likeliest. */
    private static ChatCompletionCreateParams.Builder drawn() {
        return chat().temperature(1.0)
                .putAdditionalBodyProperty("seed", JsonValue.from(3))
                .maxCompletionTokens(400);
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model(LLM)
                .addUserMessage("Hello!")
                .temperature(0.0)
                .maxCompletionTokens(12);
    }
}
