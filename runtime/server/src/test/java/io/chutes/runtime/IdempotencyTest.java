package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.Media;
import io.chutes.runtime.spi.Request;
import io.chutes.runtime.spi.Routes;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String MAY_RUN_FOUR = "\"scaling\": {\"concurrency\": 4}";

    private final AtomicInteger runs = new AtomicInteger();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(strings = {"/json", "/text", "/media", "/empty", "/upload"})
    void answersTheSameCallOnce(String path) throws Exception {
        try (Served served = Served.endpoints("", this::endpoints)) {
            HttpResponse<String> first = post(served, path, "k1", "\"a\"");
            HttpResponse<String> again = post(served, path, "k1", "\"a\"");

            assertThat(first.statusCode()).as(first.body()).isBetween(200, 204);
            assertThat(again.statusCode()).isEqualTo(first.statusCode());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Content-Type"))
                    .isEqualTo(first.headers().firstValue("Content-Type"));
            assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
            assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
            assertThat(runs).hasValue(1);
            assertThat(post(served, path, "k2", "\"a\"").headers().firstValue("Idempotent-Replayed"))
                    .isEmpty();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void refusesTheKeyOfAnotherRequest() throws Exception {
        try (Served served = Served.endpoints("", this::endpoints)) {
            post(served, "/json", "k", "\"a\"");

            assertThat(Served.problem(post(served, "/json", "k", "\"b\""), 422)
                            .path("detail")
                            .asText())
                    .contains("sent before with another request");
            Served.problem(post(served, "/json?n=2", "k", "\"a\""), 422);
            assertThat(post(served, "/text", "k", "\"b\"").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tellsCallersApart() throws Exception {
        var config = new ServerConfig("127.0.0.1", 0, "s3cret");
        try (Served served = Served.start("", config, new StartupPhases(), _ -> {}, this::endpoints)) {
            String ada =
                    served.send(as("ada", keyed(served, "/json", "k", "\"a\""))).body();

            assertThat(served.send(as("bob", keyed(served, "/json", "k", "\"b\"")))
                            .body())
                    .isNotEqualTo(ada);
            assertThat(served.send(as("ada", keyed(served, "/json", "k", "\"a\"")))
                            .body())
                    .isEqualTo(ada);
        }
    }

    @Test
    void waitsForTheOneThatRuns() throws Exception {
        try (Served served = Served.endpoints(MAY_RUN_FOUR, this::endpoints)) {
            CompletableFuture<HttpResponse<String>> first = served.sendAsync(keyed(served, "/waits", "k", ""));
            assertThat(seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> second = served.sendAsync(keyed(served, "/waits", "k", ""));
            CompletableFuture<HttpResponse<String>> third = served.sendAsync(keyed(served, "/waits", "k", ""));
            assertThat(seen.poll(200, TimeUnit.MILLISECONDS)).isNull();

            released.countDown();

            assertThat(first.get().body()).isEqualTo("run 1");
            assertThat(second.get().body()).isEqualTo("run 1");
            assertThat(third.get().body()).isEqualTo("run 1");
        }
    }

    @Test
    void runsForWhoWaitedIfTheFirstCallerLeft() throws Exception {
        try (Served served = Served.endpoints(MAY_RUN_FOUR, this::endpoints)) {
            CompletableFuture<HttpResponse<String>> second;
            try (var first = RawCaller.of(served.port())) {
                first.send("POST /waits HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nIdempotency-Key: k\r\n\r\n");
                assertThat(seen.take()).isEqualTo("begun");
                second = served.sendAsync(keyed(served, "/waits", "k", ""));
                assertThat(seen.poll(200, TimeUnit.MILLISECONDS)).isNull();
            }
            assertThat(seen.take()).isEqualTo("begun");

            released.countDown();

            assertThat(second.get().body()).isEqualTo("run 2");
            assertThat(second.get().headers().firstValue("Idempotent-Replayed")).isEmpty();
        }
    }

    @Test
    void keepsWhatTheCallerWasToldAndNotWhatFailed() throws Exception {
        try (Served served = Served.endpoints("", this::endpoints)) {
            Served.problem(post(served, "/fails?with=409", "a", ""), 409);
            HttpResponse<String> again = post(served, "/fails?with=409", "a", "");
            assertThat(Served.problem(again, 409).path("detail").asText()).isEqualTo("run 1");
            assertThat(Served.json(again).path("requestId").asText())
                    .isEqualTo(again.headers().firstValue("X-Request-Id").orElseThrow());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");

            for (int status : new int[] {500, 503, 429}) {
                String path = "/fails?with=" + status;
                int before = runs.get();
                post(served, path, "b" + status, "");
                HttpResponse<String> retried = post(served, path, "b" + status, "");
                assertThat(retried.headers().firstValue("Idempotent-Replayed")).isEmpty();
                assertThat(runs).hasValue(before + 2);
            }
        }
    }

    @Test
    void doesNotKeepACallThatItsClockEnded() throws Exception {
        Patience.inTime(Duration.ofMillis(200), firstByte -> {
            List<Long> begun = new CopyOnWriteArrayList<>();
            try (Served served = Served.endpoints(
                    "\"timeouts\": {\"firstByte\": \"%s\"}".formatted(firstByte),
                    routes -> routes.text("POST", "/hangs-once", "text/plain", _ -> {
                        begun.add(System.nanoTime());
                        if (begun.size() == 1) {
                            released.await();
                        }
                        return "run " + begun.size();
                    }))) {
                assertThat(Served.problem(post(served, "/hangs-once", "k", ""), 504)
                                .path("detail")
                                .asText())
                        .contains("@Timeouts(firstByte), " + firstByte);
                long called = System.nanoTime();
                HttpResponse<String> again = post(served, "/hangs-once", "k", "");

                assertThat(again.headers().firstValue("Idempotent-Replayed")).isEmpty();
                if (again.statusCode() == 504) { // a busy machine came to begin one of them too late
                    assertThat(System.nanoTime() - called).isGreaterThanOrEqualTo(firstByte.toNanos());
                    assertThat(begun.stream().skip(1)).noneMatch(at -> at - called < firstByte.toNanos() / 4);
                    return false;
                }
                assertThat(again.body()).isEqualTo("run 2");
                return true;
            }
        });
    }

    @Test
    void saysWhichCallsTakeNoKey() throws Exception {
        try (Served served = Served.endpoints("", this::endpoints)) {
            assertThat(Served.problem(post(served, "/stream", "k", ""), 400)
                            .path("detail")
                            .asText())
                    .contains("send no Idempotency-Key");
            Served.problem(post(served, "/json", "two words", "\"a\""), 400);
            Served.problem(post(served, "/json", "k".repeat(256), "\"a\""), 400);
            Served.problem(post(served, "/text", "k", "x".repeat(ChuteServer.MAX_BODY_BYTES + 1)), 413);
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void tellsThatALargeAnswerIsKeptNoLonger() throws Exception {
        try (Served served = Served.endpoints("", this::endpoints)) {
            assertThat(post(served, "/large", "k", "").statusCode()).isEqualTo(200);

            assertThat(Served.problem(post(served, "/large", "k", ""), 409)
                            .path("detail")
                            .asText())
                    .contains("9437184 bytes");
            assertThat(runs).hasValue(1);
        }
    }

    private void endpoints(Routes routes) {
        routes.json("POST", "/json", request -> Map.of(request.body(String.class), runs.incrementAndGet()));
        routes.text("POST", "/text", "text/html", request -> request.text() + runs.incrementAndGet());
        routes.text("POST", "/upload", "text/html", request -> {
            byte[] bytes = request.upload().stream().readAllBytes();
            return bytes.length + " bytes, " + runs.incrementAndGet();
        });
        routes.media(
                "POST",
                "/media",
                _ -> new Media(
                        "image/png", new ByteArrayInputStream(new byte[] {(byte) ('0' + runs.incrementAndGet())})));
        routes.media("POST", "/large", _ -> {
            runs.incrementAndGet();
            return new Media("image/png", new ByteArrayInputStream(new byte[9 << 20]));
        });
        routes.empty("POST", "/empty", _ -> runs.incrementAndGet());
        routes.stream("POST", "/stream", _ -> Stream.of(runs.incrementAndGet()));
        routes.text("POST", "/waits", "text/plain", this::waits);
        routes.empty("POST", "/fails", request -> {
            String detail = "run " + runs.incrementAndGet();
            int status = request.query("with", Integer.class);
            throw status == 500
                    ? new IllegalStateException(detail)
                    : new io.chutes.annotation.ProblemException(status, detail);
        });
    }

    private String waits(Request request) throws InterruptedException {
        int run = runs.incrementAndGet();
        seen.add("begun");
        released.await();
        return "run " + run;
    }

    private static HttpResponse<String> post(Served served, String path, String key, String body) throws Exception {
        return served.send(keyed(served, path, key, body));
    }

    private static HttpRequest.Builder as(String caller, HttpRequest.Builder request) {
        return request.header("X-Chutes-Caller", caller).header(InstanceToken.HEADER, "s3cret");
    }

    private static HttpRequest.Builder keyed(Served served, String path, String key, String body) {
        return served.to(path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
