package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chute does, however it is run: each way to run one is a test class that says how. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServedContract {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOKEN_HEADER = "X-Chutes-Instance-Token";
    private static final int BODY_LIMIT = 16 << 20;
    private static final int MORE_THAN_A_CONNECTION_HOLDS = 500_000;

    private ServedHello hello;

    /** Starts the sample with {@link ServedHello#TOKEN}; it need not be ready. */
    abstract ServedHello start() throws Exception;

    @BeforeAll
    void awaitReady() throws Exception {
        hello = start();
        Await.until("the chute is ready", () -> answered("/_chute/ready", answer -> answer.statusCode() == 200));
    }

    @Test
    void livesForEverybody() throws Exception {
        var answer = send(HttpRequest.newBuilder(hello.address().resolve("/_chute/live")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"live\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_chute/ready",
                "/_chute/load",
                "/_chute/metrics",
                "/_chute/manifest",
                "/_chute/openapi.json",
                "/greet",
                "/absent"
            })
    void doesNothingElseWithoutItsToken(String path) throws Exception {
        var none = HttpRequest.newBuilder(hello.address().resolve(path));
        var wrong = HttpRequest.newBuilder(hello.address().resolve(path)).header(TOKEN_HEADER, "another");

        assertProblem(send(none), 401);
        assertProblem(send(wrong), 401);
    }

    @Test
    void isNotDrainedWithoutItsToken() throws Exception {
        var drain =
                HttpRequest.newBuilder(hello.address().resolve("/_chute/drain")).POST(BodyPublishers.noBody());

        assertProblem(send(drain), 401);
        assertThat(get("/_chute/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsHowItStarted() throws Exception {
        JsonNode ready = json(get("/_chute/ready"));

        assertThat(ready.path("status").asText()).isEqualTo("ready");
        assertThat(ready.path("aotCache").asText()).isEqualTo(hello.aotCache());
        assertThat(ready.path("phases").findValuesAsText("name")).contains("http");
    }

    @Test
    void tellsItsLoadAndMetrics() throws Exception {
        assertThat(post("/greet", "{\"name\": \"Duke\"}").statusCode()).isEqualTo(200);

        assertThat(json(get("/_chute/load")).path("concurrency").intValue()).isPositive();
        var metrics = get("/_chute/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain;version=0.0.4");
        assertThat(metrics.body().lines()).anyMatch(line -> line.startsWith("chutes_in_flight "));
        Await.until(
                "the call is counted",
                () -> answered("/_chute/metrics", answer -> answer.body()
                        .lines()
                        .anyMatch(line -> line.startsWith("chutes_requests") && line.contains("/greet"))));
    }

    @Test
    void tellsItsManifestAndOpenApi() throws Exception {
        assertThat(get("/_chute/manifest").body())
                .isEqualTo(HelloSample.project().manifestJson());
        assertThat(json(get("/_chute/openapi.json")).path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("/greet", "/count");
    }

    @Test
    void answersJsonUnderTheCallersRequestIdAndTrace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var answer = send(to("/greet")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "r-7")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString("{\"name\": \"Duke\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, Duke!\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("r-7");
        assertThat(answer.headers().firstValue("traceparent").orElseThrow()).contains(trace);
    }

    @Test
    void streamsEventsWithIdsUntilATerminalOne() throws Exception {
        var answer = post("/count", "{\"to\": 2}");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.body().lines().filter(line -> !line.isEmpty()))
                .startsWith("id: 1", "data: {\"number\":1}", "id: 2", "data: {\"number\":2}")
                .contains("event: completed");
    }

    @Test
    void refusesBadCallsWithAProblem() throws Exception {
        assertProblem(post("/greet", "{"), 400);
        JsonNode unfit = assertProblem(post("/greet", "{\"name\": 1}"), 422);
        assertThat(unfit.at("/errors/0/pointer").textValue()).isEqualTo("/name");
        assertProblem(post("/greet", "{\"name\": \"" + "x".repeat(BODY_LIMIT) + "\"}"), 413);
        assertProblem(send(to("/greet").header("Content-Type", "text/csv").POST(BodyPublishers.ofString("a"))), 415);
        assertProblem(post("/absent", "{}"), 404);
        var wrongMethod = get("/greet");
        assertProblem(wrongMethod, 405);
        assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("POST");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void finishesTheStreamThatRunsWhenItIsToldToEnd() throws Exception {
        var stream = HTTP.send(
                to("/count")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"to\": %d}".formatted(MORE_THAN_A_CONNECTION_HOLDS)))
                        .build(),
                BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("id: 1");

            var stopped = CompletableFuture.supplyAsync(() -> {
                try {
                    return hello.stop();
                } catch (Exception e) {
                    throw new AssertionError("It could not be told to end", e);
                }
            });

            assertThat(lines.lines())
                    .contains("data: {\"number\":%d}".formatted(MORE_THAN_A_CONNECTION_HOLDS), "event: completed");
            assertThat(stopped.join()).isTrue();
        }
    }

    private boolean answered(String path, Predicate<HttpResponse<String>> expected) {
        try {
            return expected.test(get(path));
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(hello.address().resolve(path)).header(TOKEN_HEADER, ServedHello.TOKEN);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(problem.path("requestId").textValue());
        return problem;
    }
}
