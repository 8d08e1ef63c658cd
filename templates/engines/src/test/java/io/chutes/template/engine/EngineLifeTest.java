package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.StartupException;
import io.chutes.runtime.engine.EnginePace;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a chute whose engine does not do as it should. */
class EngineLifeTest {
    private static final EnginePace QUICK = new EnginePace(
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            2,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    @TempDir
    Path path;

    private StandInFolder folder;

    @BeforeEach
    void findsItsFolder() {
        folder = new StandInFolder(path);
    }

    @Test
    void isDownWhileItsEngineIsAndSaysWhy() throws Exception {
        folder.behave("slow");
        CompletableFuture<RunningChute> starting =
                CompletableFuture.supplyAsync(() -> chute().start(), Thread::startVirtualThread);
        patiently().until(() -> Files.exists(path.resolve("pids")));
        assertThat(starting).isNotDone();
        folder.behaveNoMore("slow");
        try (RunningChute chute = starting.join()) {
            assertThat(ready(chute).statusCode()).isEqualTo(200);

            assertThat(complete(chute, "die").statusCode()).isEqualTo(502);
            awaitReady(chute, 503, "The engine vllm exited with status 7 and is being started again");
            awaitReady(chute, 200, "ready");

            folder.behave("sick");
            awaitReady(
                    chute,
                    503,
                    "The engine vllm was not healthy 2 times in a row: GET /health is answered by 'HTTP/1.1 503'");
            folder.behaveNoMore("sick");
            awaitReady(chute, 200, "ready");

            folder.behave("hang");
            awaitReady(chute, 503, "GET /health is not answered within 500 ms");
            folder.behaveNoMore("hang");
            awaitReady(chute, 200, "ready");
            assertThat(folder.noted("pids")).hasSize(4);
        }
        for (String pid : folder.noted("pids")) {
            // One that has ended is there until this process has heard of it, which takes a moment.
            patiently().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
        assertThat(Path.of(Objects.requireNonNull(folder.environment().get("HOME"))))
                .doesNotExist();
    }

    @Test
    void doesNotStartWhereTheEngineEndsAtOnce() throws IOException {
        folder.behave("exits");

        assertThatThrownBy(() -> chute().start())
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the engine vllm exited with status 3 before it was healthy; its last lines: loading weights | no kernel image is available");
    }

    @Test
    void doesNotStartWhereTheEngineEndsAsItIsWarmedUp() throws IOException {
        folder.behave("mortal");

        assertThatThrownBy(() -> chute().start())
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the engine vllm exited with status 7 before the chute was ready; its last lines: loading weights");
    }

    /** SGLang prints what it was started with, and has no other way to be told its key. */
    @Test
    void doesNotTellTheKeyThatTheEnginePrints() throws IOException {
        folder.behave("exits");

        assertThatThrownBy(() -> TestChute.of(Qwen.class).weights("model", path).start())
                .hasMessageContaining("loading weights | server_args=ServerArgs(api_key='***') | no kernel image");
    }

    @Test
    void doesNotStartWithAProgramThatIsToldWhatIsTheTemplates() {
        assertThatThrownBy(() -> TestChute.of(Told.class).weights("model", path).start())
                .hasMessageContaining(
                        "program() is what starts vLLM, and --port is what it is told: say that by an option of the chute's annotation");
    }

    @Test
    void doesNotStartWhereTheEngineTakesLongerThanTheStartMay() throws IOException {
        folder.behave("slow");

        for (int attempt = 0;
                attempt < 30 && Files.notExists(path.resolve("arguments"));
                attempt++) { // a busy machine may keep it from noting how it was started
            assertThatThrownBy(() -> TestChute.of(Hasty.class)
                            .weights("model", path)
                            .secret("TOKEN", "s3cret")
                            .start())
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("the engine vllm was not healthy within");
        }
        assertThat(folder.noted("arguments")).contains("--max-model-len", "4096");
    }

    /** So that a flag which a version of the engine has no more is known by its name. */
    @Test
    void namesTheArgumentThatTheEngineDoesNotTake() {
        assertThatThrownBy(() -> chute().engine(
                                "vllm", EngineCommand.of(folder.program("vllm")).with("--max-model-lenght", "16"))
                        .start())
                .hasMessage(
                        "the engine vllm exited with status 2 before it was healthy; its last lines: error: unrecognized arguments: --max-model-lenght");
    }

    @Test
    void doesNotStartWithAnEngineThatAnswersStrangers() throws IOException {
        folder.behave("open");

        assertThatThrownBy(() -> chute().start())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(
                        "checkEngineKey threw java.lang.IllegalStateException: the engine answers GET /v1/models with 200 to a caller with no key");
    }

    @Test
    void doesNotStartWithAnEngineThatDoesNotTellItsTokens() throws IOException {
        folder.behave("untold");

        assertThatThrownBy(() -> chute().start())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the engine was asked for 1000 tokens and tells of none");
    }

    private TestChute chute() {
        return TestChute.of(Llama.class)
                .weights("model", path)
                .secret("TOKEN", "s3cret")
                .enginePace(QUICK);
    }

    private static void awaitReady(RunningChute chute, int status, String text) {
        patiently().untilAsserted(() -> {
            HttpResponse<String> answer = ready(chute);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(text);
        });
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> ready(RunningChute chute) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(chute, "/_chute/ready")));
    }

    private static HttpResponse<String> complete(RunningChute chute, String prompt)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(chute, "/v1/completions"))
                .POST(BodyPublishers.ofString("{\"prompt\": \"%s\", \"max_tokens\":5}".formatted(prompt))));
    }

    private static URI at(RunningChute chute, String path) {
        return chute.address().resolve(path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
