package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.Routes;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs as those see them who start and ask for them. */
class JobEndpointTest {
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final Served served = Served.endpoints("", this::register);

    @AfterEach
    void stop() {
        mayEnd.countDown();
        served.close();
    }

    @Test
    void startsAJobAndKeepsItsResult() throws Exception {
        HttpResponse<String> started = served.post("/_chute/jobs/sum", "{\"numbers\": [1, 2, 3]}");

        assertThat(started.statusCode()).isEqualTo(202);
        JsonNode job = Served.json(started);
        String location = "/_chute/jobs/" + job.path("id").textValue();
        assertThat(started.headers().firstValue("Location")).hasValue(location);
        assertThat(job.path("name").textValue()).isEqualTo("sum");
        JsonNode over = awaitOver(location);
        assertThat(over.path("state").textValue()).isEqualTo("succeeded");
        assertThat(over.path("result").path("sum").intValue()).isEqualTo(6);
        assertThat(over.path("attempt").intValue()).isEqualTo(1);
        assertThat(over.path("progress").path("fraction").doubleValue()).isEqualTo(0.5);
        assertThat(over.path("progress").path("message").textValue()).isEqualTo("half");
        assertThat(over.has("problem")).isFalse();
        assertThat(Instant.parse(over.path("createdAt").textValue()))
                .isBeforeOrEqualTo(Instant.parse(over.path("startedAt").textValue()));
        assertThat(Instant.parse(over.path("startedAt").textValue()))
                .isBeforeOrEqualTo(Instant.parse(over.path("finishedAt").textValue()));
    }

    @Test
    void readsListsAndMapsAndNothing() throws Exception {
        assertThat(result("/_chute/jobs/list", "[1, 2]").intValue()).isEqualTo(2);
        assertThat(result("/_chute/jobs/map", "{\"a\": 1}").intValue()).isEqualTo(1);

        HttpResponse<String> started =
                served.send(served.to("/_chute/jobs/nothing").POST(BodyPublishers.noBody()));
        JsonNode over = awaitOver(started.headers().firstValue("Location").orElseThrow());
        assertThat(over.path("state").textValue()).isEqualTo("succeeded");
        assertThat(over.has("result")).isFalse();
    }

    @Test
    void failsAJobWhoseBodyDoesNotFitAndSaysWhere() throws Exception {
        HttpResponse<String> started = served.post("/_chute/jobs/sum", "{\"numbers\": [\"1\"]}");

        JsonNode over = awaitOver(started.headers().firstValue("Location").orElseThrow());
        assertThat(over.path("state").textValue()).isEqualTo("failed");
        assertThat(over.path("attempt").intValue()).isEqualTo(1);
        assertThat(over.path("problem").path("status").intValue()).isEqualTo(422);
        assertThat(over.path("problem").path("errors").path(0).path("pointer").textValue())
                .isEqualTo("/numbers/0");
        assertThat(over.path("problem").path("requestId").textValue())
                .isEqualTo(started.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void keepsTheReasonOfAFailureInTheLog() throws Exception {
        HttpResponse<String> started = served.post("/_chute/jobs/fail", "{}");

        JsonNode over = awaitOver(started.headers().firstValue("Location").orElseThrow());
        assertThat(over.path("state").textValue()).isEqualTo("failed");
        assertThat(over.path("problem").path("status").intValue()).isEqualTo(500);
        assertThat(over.toString()).doesNotContain("secret");
    }

    @Test
    void cancelsAJobOnce() throws Exception {
        String location = served.post("/_chute/jobs/wait", "{}")
                .headers()
                .firstValue("Location")
                .orElseThrow();

        HttpResponse<String> cancelled = served.send(served.to(location).DELETE());

        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(Served.json(cancelled).path("state").textValue()).isEqualTo("cancelled");
        Served.problem(served.send(served.to(location).DELETE()), 409);
    }

    @Test
    void startsTheSameJobForTheSameKeyAndBody() throws Exception {
        HttpResponse<String> first = startWithKey("abc", "{\"numbers\": [1]}");
        HttpResponse<String> second = startWithKey("abc", "{\"numbers\": [1]}");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        Served.problem(startWithKey("abc", "{\"numbers\": [2]}"), 422);
        Served.problem(startWithKey("a b", "{}"), 400);
    }

    @Test
    void refusesBodiesThatAreNoJson() throws Exception {
        Served.problem(served.post("/_chute/jobs/sum", "{"), 400);
        Served.problem(
                served.send(served.to("/_chute/jobs/sum")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))),
                415);
    }

    @Test
    void knowsNoOtherJobs() throws Exception {
        Served.problem(served.post("/_chute/jobs/none", "{}"), 404);
        Served.problem(served.get("/_chute/jobs/none"), 404);
        Served.problem(served.send(served.to("/_chute/jobs/none").DELETE()), 404);
    }

    @Test
    void interruptsItsJobsWhenItStops() throws Exception {
        JsonNode job = Served.json(served.post("/_chute/jobs/wait", "{}"));
        awaitState("/_chute/jobs/" + job.path("id").textValue(), "running");

        served.close();

        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void hasNoRoutesForJobsWhereThereAreNone() throws Exception {
        try (Served none = Served.endpoints("", routes -> {})) {
            assertThat(Served.problem(none.get("/_chute/jobs/x"), 404)
                            .path("detail")
                            .textValue())
                    .startsWith("No endpoint");
        }
    }

    private void register(Routes routes) {
        Duration minute = Duration.ofMinutes(1);
        routes.job("sum", minute, 3, minute, job -> {
            Numbers numbers = job.body(Numbers.class);
            job.progress(0.5, "half");
            return Map.of("sum", numbers.numbers().stream().mapToInt(n -> n).sum());
        });
        routes.job("list", minute, 0, minute, job -> job.list(Integer.class).size());
        routes.job("map", minute, 0, minute, job -> job.map(Integer.class).get("a"));
        routes.job("nothing", minute, 0, minute, job -> null);
        routes.job("fail", minute, 0, minute, job -> {
            throw new IllegalStateException("the secret");
        });
        routes.job("wait", minute, 0, minute, job -> {
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
            return null;
        });
    }

    private HttpResponse<String> startWithKey(String key, String body) throws Exception {
        return served.send(served.to("/_chute/jobs/sum")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode result(String path, String body) throws Exception {
        return awaitOver(
                        served.post(path, body).headers().firstValue("Location").orElseThrow())
                .path("result");
    }

    private JsonNode awaitOver(String location) {
        return awaitState(location, "succeeded|failed|cancelled");
    }

    private JsonNode awaitState(String location, String states) {
        return await().until(
                        () -> {
                            HttpResponse<String> answer = served.get(location);
                            assertThat(answer.statusCode()).isEqualTo(200);
                            return Served.json(answer);
                        },
                        job -> job.path("state").textValue().matches(states));
    }

    record Numbers(java.util.List<Integer> numbers) {}
}
