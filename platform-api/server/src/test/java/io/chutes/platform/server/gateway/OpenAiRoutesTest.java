package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.bearer;
import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static io.chutes.platform.server.fleet.TestPlatform.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpHandler;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Model;
import io.chutes.platform.api.ModelList;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chutes called by OpenAI's API. */
final class OpenAiRoutesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final List<Upstream> UPSTREAMS = new ArrayList<>();
    private static final Map<String, String> READ_BY = new ConcurrentHashMap<>();
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private static TestPlatform platform;
    private static TestNode node;

    @BeforeAll
    static void start() {
        platform = new TestPlatform();
        node = platform.node("one").has(Map.of("L4", 10));
        node.sync();
        deploy(1, "llm", 2, "/v1/chat/completions", "/v1/completions", "/v1/embeddings");
        deploy(2, "failing", 1, "/v1/chat/completions");
        deploy(3, "streaming", 1, "/v1/chat/completions");
        deploy(4, "greeter", 1, "/greet");
        deploy(5, "first-gone", 2, "/v1/chat/completions");
        deploy(6, "last-gone", 2, "/v1/chat/completions");
        platform.deploy(
                7,
                manifest("huge", gpus(8), TimeoutsSpec.DEFAULT, List.of(endpoint("chat", "POST", "/v1/embeddings"))));
        platform.settle();
        for (String chute : List.of("llm", "first-gone", "last-gone")) {
            ready(chute, instance -> exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                READ_BY.put(body, instance);
                Upstream.answer(exchange, body);
            });
        }
        UPSTREAMS.get(2).close();
        UPSTREAMS.get(5).close();
        ready("failing", _ -> exchange -> {
            boolean plain = new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains("plain");
            byte[] answer = (plain
                            ? "{\"error\":\"own\"}"
                            : "{\"type\":\"about:blank\",\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"n is too large\",\"errors\":[{\"pointer\":\"/n\",\"rule\":\"maximum\",\"message\":\"m\"}]}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", plain ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(422, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        ready("streaming", _ -> exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: {}\n\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            try {
                assertThat(ENDED.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
    }

    @AfterAll
    static void stop() {
        ENDED.countDown();
        platform.close();
        UPSTREAMS.forEach(Upstream::close);
    }

    @Test
    void bringsABodyAsItIsToTheChuteThatItsModelNames() {
        String late = " {\"messages\":[{\"role\":\"user\",\"content\":\"" + "é\\\"".repeat(200_000)
                + "\"}], \"model\" :\"llm\",\"n\":1e0}\n";

        for (String body : List.of(
                "{\"model\":\"alice/llm\",\"messages\":[]}",
                "{\"model\":\"llm\",\"model\":\"other\",\"messages\":[]}",
                late)) {
            HttpResponse<String> answer = chat(body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.headers().firstValue("X-Chutes-Version")).contains("1");
        }
        assertThat(platform.http
                        .post("/v1/embeddings", "{\"input\":\"a\",\"model\":\"llm\"}", platform.authorization())
                        .statusCode())
                .isEqualTo(200);
        HttpRequest.Builder chunked = platform.http
                .request(CHAT, platform.authorization())
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(late)));
        assertThat(platform.http.send(chunked).body()).isEqualTo(late);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-gone", "last-gone"})
    void bringsAllOfALargeBodyToTheInstanceThatIsThere(String chute) {
        String body = "{\"model\":\"" + chute + "\",\"messages\":\"" + "x".repeat(20_000) + "\"}";

        assertThat(chat(body).body()).isEqualTo(body);
        HttpRequest.Builder chunked = platform.http
                .request(CHAT, platform.authorization())
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)));
        assertThat(platform.http.send(chunked).body()).isEqualTo(body);
    }

    @Test
    void isNotTheChutesFailureWhereTheCallersBodyBreaksOff() throws Exception {
        try (var socket = new Socket("localhost", platform.port())) {
            String head = "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 50000\r\n\r\n"
                    .formatted(CHAT, platform.key);
            String body = "{\"model\":\"llm\",\"messages\":\"" + "x".repeat(20_000);
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("The body broke off");
        }
    }

    @Test
    void listsWhatTheKeyMayCall() {
        assertThat(models(platform.key))
                .extracting(Model::id)
                .containsExactly(
                        "alice/failing",
                        "alice/first-gone",
                        "alice/huge",
                        "alice/last-gone",
                        "alice/llm",
                        "alice/streaming");
        assertThat(models(platform.key)).allSatisfy(model -> {
            assertThat(model.ownedBy()).isEqualTo("alice");
            assertThat(model.object()).isEqualTo("model");
            assertThat(model.created()).isPositive();
        });
        assertThat(platform.http.get("/v1/models", platform.authorization()).body())
                .contains("\"owned_by\":\"alice\"");
        assertThat(models(platform.bobsKey)).isEmpty();

        platform.http.post("/v1/chutes/llm/shares", json(new NewShare("bob")), platform.authorization());

        assertThat(models(platform.bobsKey)).extracting(Model::id).containsExactly("alice/llm");
        assertThat(platform.http
                        .post(CHAT, "{\"model\":\"alice/llm\"}", bearer(platform.bobsKey))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                   | 400 | must be a JSON object with a 'model'
                    []                                   | 400 | must be a JSON object with a 'model'
                    {}                                   | 400 | must be a JSON object with a 'model'
                    {"messages":[{"model":"llm"}]}       | 400 | must be a JSON object with a 'model'
                    {"model":7}                          | 400 | 'model' must be a string such as "account/chute", got 7
                    {"model":null}                       | 400 | 'model' must be a string
                    {"messages":[                        | 400 | The body is not JSON
                    not json                             | 400 | The body is not JSON
                    {"model":"nobody/nothing"}           | 404 | There is no chute 'nobody/nothing'
                    {"model":"bob/llm"}                  | 404 | There is no chute 'bob/llm'
                    {"model":""}                         | 404 | There is no chute 'alice/'
                    {"model":"a/b/c"}                    | 404 | There is no model 'a/b/c'
                    {"model":"llm/../greeter"}           | 404 | There is no model
                    {"model":"alice/greeter"}            | 404 | Chute 'greeter' has no endpoint /v1/chat/completions; it has POST /greet
                    {"model":"failing"}                  | 422 | n is too large
                    """)
    void tellsFailuresAsOpenAisClientsReadThem(String body, int status, String message) {
        HttpResponse<String> answer = chat(body);

        assertThat(error(answer, status).path("message").asText()).contains(message);
        assertThat(error(answer, status).path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error(answer, status).path("code").asText()).isEqualTo(status == 404 ? "model_not_found" : "null");
    }

    @Test
    void tellsWhoMayNotCallAndWhatCannotStart() {
        HttpResponse<String> nobody = platform.http.post(CHAT, "{\"model\":\"llm\"}");
        assertThat(error(nobody, 401).path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(error(platform.http.get("/v1/models"), 401).path("message").asText())
                .isNotEmpty();
        HttpResponse<String> cold =
                platform.http.post("/v1/embeddings", "{\"model\":\"huge\"}", platform.authorization());
        assertThat(error(cold, 503).path("message").asText()).contains("no node has 8 free GPUs");
        assertThat(error(cold, 503).path("type").asText()).isEqualTo("server_error");
        assertThat(cold.headers().firstValue("Retry-After")).isPresent();
        assertThat(error(chat("{\"model\":\"failing\"}"), 422).path("param").asText())
                .isEqualTo("/n");
        assertThat(chat("{\"model\":\"failing\",\"messages\":\"plain\"}").body())
                .isEqualTo("{\"error\":\"own\"}");
        HttpResponse<String> encoded =
                platform.http.post(CHAT, "{}", "Authorization", "Bearer " + platform.key, "Content-Encoding", "gzip");
        assertThat(error(encoded, 400).path("message").asText()).contains("encoded as 'gzip'");
    }

    @Test
    void looksForTheModelOnlyInTheHeadOfTheBody() {
        String before = "{\"messages\":\"" + "x".repeat(CallBody.MOST) + "\",\"model\":\"llm\"}";
        String after = "{\"model\":\"llm\",\"messages\":\"" + "x".repeat(CallBody.MOST) + "\"}";

        assertThat(error(chat(before), 400).path("message").asText())
                .isEqualTo("There is no 'model' in the first %d bytes of the body; write it before the messages"
                        .formatted(CallBody.MOST));
        assertThat(chat(after).body()).isEqualTo(after);
    }

    @Test
    void bringsPromptsThatBeginAlikeToOneInstance() {
        List<String> prompts = Stream.of("red ", "blue ", "green ", "grey ")
                .map(colour -> colour.repeat(400))
                .toList();
        for (String prompt : prompts) {
            String first = "{\"model\":\"llm\",\"messages\":[{\"content\":\"" + prompt + "first\"}]}";
            chat(first);
            for (String rest : List.of("second", "third")) {
                String body = "{\"temperature\":0,\"messages\":[{\"content\":\"%s%s\"}],\"model\":\"alice/llm\"}"
                        .formatted(prompt, rest);
                chat(body);
                assertThat(READ_BY.get(body)).isEqualTo(READ_BY.get(first));
            }
            String byPath = "{\"messages\":[{\"content\":\"" + prompt + "by its path\"}]}";
            platform.http.post("/c/alice/llm/v1/chat/completions", byPath, platform.authorization());
            assertThat(READ_BY.get(byPath)).isEqualTo(READ_BY.get(first));
        }
    }

    @Test
    void endsAStreamWithAnErrorWhenNothingMoreMayBeSpent() throws Exception {
        var request = platform.http
                .request(CHAT, platform.authorization())
                .POST(BodyPublishers.ofString("{\"model\":\"streaming\",\"stream\":true}"))
                .build();
        try (var client = HttpClient.newHttpClient();
                InputStream events =
                        client.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(new String(events.readNBytes(10), UTF_8)).isEqualTo("data: {}\n\n");
            platform.deposit(TestPlatform.ALICE, "reversal", "-100");
            try {
                assertThat(new String(events.readAllBytes(), UTF_8))
                        .startsWith("data: {\"error\":{\"message\":\"The account 'alice' is out of credit")
                        .contains("\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"")
                        .endsWith("}}\n\n");
            } finally {
                platform.deposit(TestPlatform.ALICE, "again", "100");
            }
        }
        await().until(() -> chat("{\"model\":\"llm\"}").statusCode() == 200);
    }

    private static List<Model> models(String key) {
        return read(platform.http.get("/v1/models", bearer(key)), ModelList.class)
                .data();
    }

    private static HttpResponse<String> chat(String body) {
        return platform.http.post(CHAT, body, platform.authorization());
    }

    private static JsonNode error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        JsonNode error = HttpCaller.json(answer).path("error");
        assertThat(error.properties().stream().map(Map.Entry::getKey))
                .containsExactly("message", "type", "param", "code");
        return error;
    }

    private static void deploy(int build, String name, int instances, String... paths) {
        Manifest manifest = manifest(
                name,
                gpus(1),
                TimeoutsSpec.DEFAULT,
                Stream.of(paths)
                        .map(path -> endpoint(path.replaceAll("[^a-z]", ""), "POST", path))
                        .toList(),
                new ScalingSpec(8, 64, instances, instances, 0.75, Duration.ofMinutes(5)));
        platform.deploy(build, manifest);
        platform.settle();
    }

    private static void ready(String chute, Function<String, HttpHandler> handler) {
        platform.chute(chute).instances().forEach(instance -> {
            var upstream = new Upstream(handler.apply(instance.id()));
            UPSTREAMS.add(upstream);
            node.sees(instance.id(), InstanceStatus.READY, upstream.address());
        });
        node.sync();
    }
}
