package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Routes;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Held held = new Held();

    @Test
    void countsCallsByHowTheyEnd() throws Exception {
        try (Served served = serve()) {
            served.get("/fine");
            served.get("/fine");
            served.get("/refused");
            served.get("/broken");
            served.get("/stream");
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/waits");
                assertThat(held.seen.take()).isEqualTo("begun");
            }

            awaitLine(served, "chutes_requests_seconds_count", "GET /fine", "success", "200", "2");
            awaitLine(served, "chutes_requests_seconds_count", "GET /refused", "client_error", "404", "1");
            awaitLine(served, "chutes_requests_seconds_count", "GET /broken", "server_error", "500", "1");
            awaitLine(served, "chutes_requests_seconds_count", "GET /stream", "server_error", "500", "1");
            awaitLine(served, "chutes_requests_seconds_count", "GET /waits", "cancelled", "200", "1");
            assertThat(served.get("/_chute/metrics").body())
                    .contains(
                            "chutes_requests_seconds_bucket{endpoint=\"GET /fine\",outcome=\"success\",status=\"200\",le=\"0.5\"} 2",
                            "chutes_queue_seconds_count{endpoint=\"GET /fine\"} 2");
        }
    }

    @Test
    void saysHowBusyItIs() throws Exception {
        try (Served served = serve()) {
            CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
            assertThat(held.seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/waits"));

            await().untilAsserted(() -> assertThat(served.get("/_chute/metrics").body())
                    .contains("chutes_in_flight 1.0", "chutes_queued 1.0", "chutes_concurrency 1.0"));

            held.release();
            running.get();
            waiting.get();
            HttpResponse<String> idle = served.get("/_chute/metrics");
            assertThat(idle.body())
                    .contains(
                            "chutes_in_flight 0.0",
                            "chutes_startup_seconds{phase=\"http\"}",
                            "jvm_memory_used_bytes{area=\"heap\"");
            assertThat(idle.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        }
    }

    @Test
    void saysWhyBatchesWereReleased() throws Exception {
        try (Served served = serve()) {
            served.post("/batched", "1");

            assertThat(served.get("/_chute/metrics").body())
                    .contains(
                            "chutes_batches_total{endpoint=\"POST /batched\",release=\"window\"} 1.0",
                            "chutes_batches_total{endpoint=\"POST /batched\",release=\"full\"} 0.0",
                            "chutes_batched_requests_total{endpoint=\"POST /batched\"} 1.0");
        }
    }

    private static void awaitLine(
            Served served, String name, String endpoint, String outcome, String status, String value) {
        String line = "%s{endpoint=\"%s\",outcome=\"%s\",status=\"%s\"} %s\n"
                .formatted(name, endpoint, outcome, status, value);
        await().untilAsserted(
                        () -> assertThat(served.get("/_chute/metrics").body()).contains(line));
    }

    private Served serve() {
        return Served.endpoints("\"scaling\": {\"concurrency\": 1}", this::endpoints);
    }

    private void endpoints(Routes routes) {
        routes.text("GET", "/fine", "text/plain", _ -> "fine");
        routes.text("GET", "/waits", "text/plain", held::waits);
        routes.text("GET", "/refused", "text/plain", _ -> {
            throw new ProblemException(404, "none");
        });
        routes.text("GET", "/broken", "text/plain", _ -> {
            throw new IllegalStateException("broken");
        });
        routes.stream("GET", "/stream", _ -> Stream.of(1, 0).map(n -> 1 / n));
        routes.batched("POST", "/batched", Integer.class, 8, Duration.ofMillis(1), numbers -> numbers);
    }
}
