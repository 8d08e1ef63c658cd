package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What vLLM is started with, and what calls of it are answered. */
@Timeout(120)
class VllmChuteTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static RunningChute chute;

    @BeforeAll
    static void start() {
        chute = TestChute.of(Llama.class)
                .weights("model", folder)
                .secret("TOKEN", "s3cret")
                .start();
    }

    @AfterAll
    static void end() {
        chute.close();
    }

    @Test
    void startsTheEngineWithThatAndNothingElse() throws IOException {
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
        HttpResponse<String> models = HTTP.send(
                HttpRequest.newBuilder(chute.address().resolve("/v1/models")).build(), BodyHandlers.ofString());
        assertThat(models.body()).contains("\"id\":\"llama\"");
    }

    @Test
    void hasEndpointsAndHooksOfItsOwn() throws Exception {
        assertThat(post("/spelled", "").body()).isEqualTo("6");
        assertThat(post("/written", "Once").body()).isEqualTo("2");
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(chute.address().resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer ck_of_the_caller")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
