package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls handed to a server in another language. */
class PythonEngineTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Process engine;
    private static ChuteServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("engine.py");
        try (InputStream in = PythonEngineTest.class.getResourceAsStream("engine.py")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        engine = python(script);
        String port = Objects.requireNonNull(engine.inputReader().readLine(), "engine.py did not start");
        server = ChuteServer.start(
                new LoadedChute(
                        "{\"scaling\": {\"concurrency\": 1024}, \"timeouts\": {\"firstByte\": \"PT1H\"}}",
                        new Handed(Integer.parseInt(port))),
                ServerConfig.local(),
                new StartupPhases());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
            engine.outputWriter().close();
            engine.waitFor();
        }
    }

    @Test
    void handsMethodPathQueryHeadersAndBodyOn() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                to("/chat?temperature=0.5&q=a%20b")
                        .header("X-Mine", "kept")
                        .header("Authorization", "Bearer ck_secret")
                        .header("X-Chutes-Instance-Token", "s3cret")
                        .header("X-Request-Id", "abc-1")
                        .PUT(BodyPublishers.ofString("hello"))
                        .build(),
                BodyHandlers.ofString());

        JsonNode seen = new JsonMapper().readTree(answer.body());
        assertThat(seen.path("method").textValue()).isEqualTo("PUT");
        assertThat(seen.path("path").textValue()).isEqualTo("/v1/chat?temperature=0.5&q=a%20b");
        assertThat(seen.path("length").intValue()).isEqualTo(5);
        JsonNode headers = seen.path("headers");
        assertThat(headers.path("x-mine").textValue()).isEqualTo("kept");
        assertThat(headers.path("x-request-id").textValue()).isEqualTo("abc-1");
        assertThat(headers.path("connection").textValue()).isEqualTo("close");
        assertThat(headers.fieldNames())
                .toIterable()
                .doesNotContain("authorization", "x-chutes-instance-token", "upgrade", "http2-settings");
    }

    @Test
    void handsStatusAndHeadersBack() throws Exception {
        HttpResponse<String> answer = HTTP.send(to("/teapot").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("{\"short\": true}");
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().firstValue("X-Engine")).hasValue("python");
        assertThat(answer.headers().allValues("Date")).hasSize(1);
        assertThat(answer.headers().allValues("X-Request-Id")).singleElement().isNotEqualTo("the engine's own");
    }

    @Test
    void fillsNamesInBracesFromThePath() throws Exception {
        String body = HTTP.send(to("/models/a%20b/c").DELETE().build(), BodyHandlers.ofString())
                .body();

        assertThat(new JsonMapper().readTree(body).path("path").textValue()).isEqualTo("/v1/c/of/a%20b");
    }

    @Test
    void handsALongBodyOnUnharmed() throws Exception {
        byte[] bytes = new byte[40 << 20];
        new java.util.Random(1).nextBytes(bytes);
        var known = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)), bytes.length);

        String body = HTTP.send(to("/chat").POST(known).build(), BodyHandlers.ofString())
                .body();

        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(new JsonMapper().readTree(body).path("sha256").textValue()).isEqualTo(digest);
    }

    @Test
    void handsEventsBackAsTheyCome() throws Exception {
        var stream = HTTP.send(to("/events").build(), BodyHandlers.ofInputStream());

        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: 1");
            HTTP.send(to("/go-on").build(), BodyHandlers.ofString());
            assertThat(lines.lines()).contains("data: 2");
        }
    }

    private static Process python(Path script) {
        try {
            return new ProcessBuilder("python3", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return abort("there is no python3 here: " + e.getMessage());
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private record Handed(int port) implements ChuteRoutes {
        @Override
        public String name() {
            return "handed";
        }

        @Override
        public void register(Routes routes) {
            routes.passthrough("POST", "/chat", port, "/v1/chat");
            routes.passthrough("PUT", "/chat", port, "/v1/chat");
            routes.passthrough("DELETE", "/models/{model}/{file}", port, "/v1/{file}/of/{model}");
            routes.passthrough("GET", "/teapot", port, "/teapot");
            routes.passthrough("GET", "/events", port, "/events");
            routes.passthrough("GET", "/go-on", port, "/go-on");
        }
    }
}
