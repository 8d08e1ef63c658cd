package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What vLLM and SGLang are started with, one beside the other, and what calls of them are answered. */
class LlmEngineChuteTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    @TempDir
    static Path folderOfQwen;

    private static RunningChute chute;
    private static RunningChute qwen;

    @BeforeAll
    static void start() {
        CompletableFuture<RunningChute> starting = CompletableFuture.supplyAsync(
                () -> TestChute.of(Qwen.class).weights("model", folderOfQwen).start(), Thread::startVirtualThread);
        chute = TestChute.of(Llama.class)
                .weights("model", folder)
                .secret("TOKEN", "s3cret")
                .start();
        qwen = starting.join();
    }

    @AfterAll
    static void end() {
        chute.close();
        qwen.close();
    }

    @Test
    void startsSglangWithThatAndNothingElseAndServesIt() throws Exception {
        var notes = new StandInFolder(folderOfQwen);
        List<String> arguments = notes.arguments();
        assertThat(arguments.remove(arguments.indexOf("--api-key") + 1)).matches("[0-9a-f]{48}");
        assertThat(arguments)
                .containsExactly(
                        "--model-path",
                        folderOfQwen.toString(),
                        "--served-model-name",
                        "qwen",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "PORT",
                        "--api-key",
                        "--tp-size",
                        "1",
                        "--max-running-requests",
                        "3",
                        "--stream-response-default-include-usage",
                        "--enable-cache-report",
                        "--disable-custom-all-reduce",
                        "--gc-threshold",
                        "50000",
                        "100",
                        "100",
                        "--log-requests-level",
                        "0",
                        "--disable-radix-cache",
                        "--reasoning-parser",
                        "qwen3-thinking");
        assertThat(notes.environment()).containsEntry("HF_HUB_OFFLINE", "1");
        assertThat(notes.noted("called")).containsExactly("/freeze_gc");
        assertThat(send(request(qwen, "/v1/chat/completions").POST(BodyPublishers.ofString("{\"stream\": true}")))
                        .body())
                .isEqualTo(StandIn.STREAM);
    }

    /** As several instances do on a host without containers. */
    @Test
    void runsBesideAnotherWithoutAnythingOfIts() throws Exception {
        var one = new StandInFolder(folder);
        var other = new StandInFolder(folderOfQwen);

        assertThat(one.given("--port")).isNotEqualTo(other.given("--port"));
        assertThat(one.environment().get("VLLM_API_KEY")).isNotEqualTo(other.given("--api-key"));
        assertThat(one.environment().get("HOME"))
                .isNotEqualTo(other.environment().get("HOME"));
        assertThat(send(request(chute, "/v1/models")).body()).contains("\"id\":\"llama\"");
        assertThat(send(request(qwen, "/v1/models")).body()).contains("\"id\":\"qwen\"");
        URI engine = URI.create("http://127.0.0.1:%s/v1/models".formatted(one.given("--port")));
        assertThat(send(HttpRequest.newBuilder(engine).header("Authorization", "Bearer " + other.given("--api-key")))
                        .statusCode())
                .isEqualTo(401);
    }

    /** The engine hears of it as its connection ends. */
    @Test
    void endsTheEnginesWorkWhereTheTimeOfACallIsOver() throws Exception {
        var notes = new StandInFolder(folder);
        notes.behave("stalls");

        HttpResponse<String> late = send(request(chute, "/v1/completions")
                .header("X-Chutes-Deadline-Ms", "300")
                .POST(BodyPublishers.ofString("{\"prompt\": \"stall\", \"max_tokens\":5}")));

        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(new JsonMapper().readTree(late.body()).path("detail").asText())
                .isEqualTo("The call of POST /v1/completions was ended by X-Chutes-Deadline-Ms of the caller");
        assertThat(send(request(chute, "/_chute/load")).body()).contains("\"inFlight\":0");
        notes.behaveNoMore("stalls");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("left")));
        assertThat(send(request(chute, "/_chute/metrics")).body())
                .contains(
                        "chutes_requests_seconds_count{endpoint=\"POST /v1/completions\",outcome=\"server_error\",status=\"504\"} 1");
    }

    @Test
    void startsVllmWithThatAndNothingElse() throws IOException {
        assertThat(new StandInFolder(folder).arguments())
                .containsExactly(
                        folder.toString(),
                        "--served-model-name",
                        "llama",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "PORT",
                        "--tensor-parallel-size",
                        "2",
                        "--max-num-seqs",
                        "6",
                        "--enable-force-include-usage",
                        "--enable-prompt-tokens-details",
                        "--disable-custom-all-reduce",
                        "--disable-access-log-for-endpoints",
                        "/health",
                        "--max-model-len",
                        "4096",
                        "--quantization",
                        "compressed-tensors",
                        "--gpu-memory-utilization",
                        "0.85",
                        "--no-enable-prefix-caching",
                        "--enable-auto-tool-choice",
                        "--tool-call-parser",
                        "llama3_json");
        Map<String, String> environment = new StandInFolder(folder).environment();
        assertThat(environment)
                .containsEntry("VLLM_SKIP_MODEL_NAME_VALIDATION", "1")
                .containsEntry("HF_HUB_OFFLINE", "1")
                .containsEntry("VLLM_NO_USAGE_STATS", "1")
                .doesNotContainKey("TOKEN");
        assertThat(environment.get("VLLM_API_KEY")).matches("[0-9a-f]{48}");
        assertThat(environment).containsEntry("VLLM_CACHE_ROOT", environment.get("HOME") + "/vllm");
    }

    /** Six stories at once, and then prompts that are longer each time, up to what the model takes. */
    @Test
    void isWarmedUpByPromptsAsLongAsTheModelTakes() throws IOException {
        List<Integer> read = new StandInFolder(folder)
                .noted("read").stream().map(Integer::valueOf).toList();

        assertThat(read).hasSizeGreaterThanOrEqualTo(9);
        assertThat(read.subList(6, 9)).isSorted().first().isEqualTo(1020);
        assertThat(read.get(8)).isBetween(3600, 3700);
    }

    /** To the byte, as the engine wrote it; without the engine's own key it would have been refused. */
    @Test
    void streamsWhatTheEngineSays() throws Exception {
        HttpResponse<String> answer = post("/v1/chat/completions", """
                {"model": "somebody/llama", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""");

        assertThat(answer.body()).isEqualTo(StandIn.STREAM);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    }

    @Test
    void passesTheOtherCallsOnToo() throws Exception {
        JsonNode completion = new JsonMapper()
                .readTree(post("/v1/completions", "{\"prompt\": \"Once\", \"max_tokens\":5}")
                        .body());
        assertThat(completion.path("usage").path("completion_tokens").asInt()).isEqualTo(5);
        assertThat(chute.client()
                        .call("/v1/score", Map.of(), JsonNode.class)
                        .path("path")
                        .asText())
                .isEqualTo("/v1/score");
        assertThat(post("/tokenize", "{}").body()).isEqualTo("{\"path\":\"/tokenize\"}");
        assertThat(post("/detokenize", "{}").body()).isEqualTo("{\"path\":\"/detokenize\"}");
    }

    @Test
    void hasEndpointsAndHooksOfItsOwn() throws Exception {
        assertThat(post("/spelled", "").body()).isEqualTo("6");
        assertThat(post("/written", "Once").body()).isEqualTo("2");
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(chute, path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer ck_of_the_caller")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(RunningChute to, String path) {
        return HttpRequest.newBuilder(to.address().resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
