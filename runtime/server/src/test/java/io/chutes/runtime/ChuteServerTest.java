package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChuteServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WorkshopRoutes ROUTES = new WorkshopRoutes();
    private static final String MANIFEST = """
            {"name":"workshop","scaling":{"concurrency":64},"endpoints":[
              {"method":"POST","path":"/echo","input":{"type":"object","required":["text"],
                "additionalProperties":false,"properties":{"text":{"type":"string"}}}}]}""";
    private static ChuteServer server;

    @BeforeAll
    static void start() {
        server = ChuteServer.start(new LoadedChute(MANIFEST, ROUTES), ServerConfig.local(), new StartupPhases());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersJsonTextAndNothing() throws Exception {
        var echo = post("/echo", "{\"text\": \"ä\"}");
        assertThat(echo.statusCode()).isEqualTo(200);
        assertThat(echo.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(echo.body()).isEqualTo("{\"text\":\"ä\"}");

        var text = send(to("/text"));
        assertThat(text.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(text.body()).isEqualTo("grüß");

        var empty = send(to("/note").DELETE());
        assertThat(empty.statusCode()).isEqualTo(204);
        assertThat(empty.body()).isEmpty();
    }

    @Test
    void keepsASaneRequestIdAndReplacesAnyOther() throws Exception {
        var kept = send(to("/who").header("X-Request-Id", "abc-1").header("x-who", "me"));
        assertThat(kept.headers().firstValue("X-Request-Id")).hasValue("abc-1");
        assertThat(kept.body()).isEqualTo("{\"text\":\"abc-1 me\"}");

        var replaced = send(to("/who").header("X-Request-Id", "x".repeat(129)));
        assertThat(replaced.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
    }

    @Test
    void streamsEventsAndSaysThatTheyAreComplete() throws Exception {
        var stream = post("/count", "{\"size\": 2}");

        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(stream.body()).isEqualTo("""
                id: 1
                data: {"text":"n1"}

                id: 2
                data: {"text":"n2"}

                event: completed
                data: {"events":2}

                """);
        assertThat(post("/count", "{\"size\": 0}").body()).isEqualTo("event: completed\ndata: {\"events\":0}\n\n");
    }

    @Test
    void sendsAnEventBeforeTheNextIsThere() throws Exception {
        var stream = HTTP.send(
                to("/pause").POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofInputStream());

        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("id: 1");
            assertThat(lines.readLine()).isEqualTo("data: {\"text\":\"n1\"}");
            ROUTES.mayGoOn.countDown();
            assertThat(lines.lines()).contains("data: {\"text\":\"n2\"}", "event: completed");
        }
    }

    @Test
    void givesAStreamThatFailsAtOnceAStatusAndALaterOneALastEvent() throws Exception {
        assertProblem(post("/fail-first", ""), 500);

        var later = post("/fail-second", "");
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body())
                .contains("data: {\"text\":\"n1\"}")
                .contains("event: error")
                .doesNotContain("secret");
    }

    @Test
    void closesTheStreamOfACallerWhoLeaves() throws Exception {
        var stream = HTTP.send(
                to("/endless").POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.body().readNBytes(100)).hasSize(100);

        stream.body().close();

        assertThat(ROUTES.streamClosed.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesBadCallsWithAProblem() throws Exception {
        assertProblem(post("/echo", "{"), 400);
        assertProblem(post("/echo", ""), 400);
        JsonNode unfit = assertProblem(post("/echo", "{\"text\": 1}"), 422);
        assertThat(unfit.at("/errors/0/pointer").textValue()).isEqualTo("/text");
        assertProblem(post("/echo", "{\"text\": \"" + "x".repeat(ChuteServer.MAX_BODY_BYTES) + "\"}"), 413);
        assertProblem(
                send(to("/echo").header("Content-Type", "text/csv").POST(HttpRequest.BodyPublishers.ofString("a"))),
                415);
        assertProblem(post("/absent", "{}"), 404);
        var wrongMethod = send(to("/echo"));
        assertProblem(wrongMethod, 405);
        assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("POST");
    }

    @Test
    void keepsWhatAChuteThrowsToItself() throws Exception {
        assertThat(assertProblem(post("/fail", "{}"), 500).toString()).doesNotContain("secret", "IllegalState");
    }

    @Test
    void tellsItsStateAndManifest() throws Exception {
        assertThat(send(to("/_chute/live")).statusCode()).isEqualTo(200);
        assertThat(send(to("/_chute/manifest")).body()).isEqualTo(MANIFEST);
        JsonNode ready = new JsonMapper().readTree(send(to("/_chute/ready")).body());
        assertThat(ready.at("/status").textValue()).isEqualTo("ready");
        assertThat(ready.at("/phases/0/name").textValue()).isEqualTo("http");
    }

    @Test
    void letsOnlyThePlatformCallWhereThereIsAToken() throws Exception {
        var config = new ServerConfig("127.0.0.1", 0, "s3cret");
        try (var guarded = ChuteServer.start(
                new LoadedChute("{\"scaling\":{\"concurrency\":64}}", new WorkshopRoutes()),
                config,
                new StartupPhases())) {
            var base = URI.create("http://127.0.0.1:" + guarded.port());
            assertThat(send(HttpRequest.newBuilder(base.resolve("/_chute/live")))
                            .statusCode())
                    .isEqualTo(200);
            assertProblem(send(HttpRequest.newBuilder(base.resolve("/text"))), 401);
            assertProblem(send(HttpRequest.newBuilder(base.resolve("/_chute/ready"))), 401);
            assertProblem(send(HttpRequest.newBuilder(base.resolve("/absent"))), 401);
            assertProblem(
                    send(HttpRequest.newBuilder(base.resolve("/text")).header(InstanceToken.HEADER, "s3cre")), 401);
            var right = HttpRequest.newBuilder(base.resolve("/text")).header(InstanceToken.HEADER, "s3cret");
            assertThat(send(right).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void namesThePortThatIsInUse() {
        var taken = new ServerConfig("127.0.0.1", server.port(), null);

        assertThatThrownBy(() -> ChuteServer.start(
                        new LoadedChute("{\"scaling\":{\"concurrency\":64}}", new WorkshopRoutes()),
                        taken,
                        new StartupPhases()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("port " + server.port());
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("detail").textValue()).isNotBlank();
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(problem.path("requestId").textValue());
        return problem;
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
