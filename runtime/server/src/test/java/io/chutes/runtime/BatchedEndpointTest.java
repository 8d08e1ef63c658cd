package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batched endpoints as their callers see them. */
class BatchedEndpointTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Squares squares = new Squares();
    private final ChuteServer server = ChuteServer.start(
            new LoadedChute("{\"scaling\": {\"concurrency\": 1024}, \"timeouts\": {\"firstByte\": \"PT1H\"}}", squares),
            ServerConfig.local(),
            new StartupPhases());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersManyCallersEachWithItsOwn() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            answers.add(send("/square", "{\"number\": " + n + "}"));
        }

        for (int n = 0; n < answers.size(); n++) {
            HttpResponse<String> answer = answers.get(n).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body()).isEqualTo("{\"number\":" + n * n + "}");
        }
        assertThat(squares.sizes).allMatch(size -> size <= 8);
        assertThat(squares.sizes.size()).isLessThan(200);
    }

    @Test
    void gathersByTheClockThatDeadlinesAreOf() {
        var longAgo = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        try (ChuteServer then = ChuteServer.start(
                new LoadedChute("{\"scaling\": {\"concurrency\": 8}}", squares),
                ServerConfig.local().withClock(longAgo),
                new StartupPhases())) {
            List<CompletableFuture<HttpResponse<String>>> pair =
                    List.of(send(then, "/pair", "{\"number\": 3}"), send(then, "/pair", "{\"number\": 4}"));

            assertThat(pair)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(squares.pairs).containsExactly(2);
        }
    }

    @Test
    void keepsACallThatCannotBeReadOutOfTheBatch() {
        CompletableFuture<HttpResponse<String>> good = send("/pair", "{\"number\": 3}");
        HttpResponse<String> bad = send("/pair", "{\"number\": \"three\"}").join();
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("/number");
        assertThat(good).isNotDone();

        HttpResponse<String> other = send("/pair", "{\"number\": 4}").join();

        assertThat(other.body()).isEqualTo("{\"number\":16}");
        assertThat(good.join().body()).isEqualTo("{\"number\":9}");
    }

    @Test
    void failsTheCallsThatFailAloneAndAnswersTheOthersOfTheirBatch() {
        List<HttpResponse<String>> answers =
                Stream.of(3, 0, 4, -1).map(number -> send("/each", "{\"number\": " + number + "}")).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(squares.batchesOfEach).containsExactly(4);
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 422, 200, 500);
        assertThat(answers.get(0).body()).isEqualTo("{\"number\":9}");
        assertThat(answers.get(2).body()).isEqualTo("{\"number\":16}");
        for (HttpResponse<String> problem : List.of(answers.get(1), answers.get(3))) {
            assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(problem.body())
                    .contains(problem.headers().firstValue("X-Request-Id").orElseThrow());
        }
        assertThat(answers.get(1).body()).contains("0 is none of these numbers");
        assertThat(answers.get(3).body()).doesNotContain("secret");
    }

    @Test
    void answersAFailedBatchWithAProblemUnderEachRequestId() {
        HttpResponse<String> answer = send("/fail", "{\"number\": 3}").join();

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains(answer.headers().firstValue("X-Request-Id").orElseThrow())
                .doesNotContain("secret");
    }

    @Test
    void answersWhoeverWaitsWhenTheServerStops() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = send("/slow", "{\"number\": 3}");
        squares.slowBegun.await();

        Thread stop = Thread.ofVirtual().start(server::close);
        squares.slowMayEnd.countDown();

        assertThat(waiting.join().body()).isEqualTo("{\"number\":9}");
        stop.join();
    }

    private CompletableFuture<HttpResponse<String>> send(String path, String body) {
        return send(server, path, body);
    }

    private static CompletableFuture<HttpResponse<String>> send(ChuteServer server, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    private static final class Squares implements ChuteRoutes {
        final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Integer> pairs = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Integer> batchesOfEach = new ConcurrentLinkedQueue<>();
        final CountDownLatch slowBegun = new CountDownLatch(1);
        final CountDownLatch slowMayEnd = new CountDownLatch(1);

        @Override
        public String name() {
            return "squares";
        }

        @Override
        public void register(Routes routes) {
            routes.batched("POST", "/square", Root.class, 8, Duration.ofMillis(20), numbers -> {
                sizes.add(numbers.size());
                return squares(numbers);
            });
            routes.batched("POST", "/pair", Root.class, 2, Duration.ofMinutes(1), numbers -> {
                pairs.add(numbers.size());
                return squares(numbers);
            });
            routes.batched("POST", "/each", Root.class, 4, Duration.ofMinutes(1), numbers -> {
                batchesOfEach.add(numbers.size());
                return numbers.stream().map(Squares::alone).toList();
            });
            routes.batched("POST", "/slow", Root.class, 8, Duration.ZERO, numbers -> {
                slowBegun.countDown();
                slowMayEnd.await();
                return squares(numbers);
            });
            routes.batched("POST", "/fail", Root.class, 2, Duration.ZERO, numbers -> {
                throw new IllegalStateException("the secret");
            });
        }

        private static BatchResult<Root> alone(Root number) {
            if (number.number() == 0) {
                return BatchResult.failed(new ProblemException(422, "0 is none of these numbers"));
            } else if (number.number() < 0) {
                return BatchResult.failed(new IllegalStateException("the secret"));
            }
            return BatchResult.of(new Root(number.number() * number.number()));
        }

        private static List<Root> squares(List<Root> numbers) {
            return numbers.stream()
                    .map(number -> new Root(number.number() * number.number()))
                    .toList();
        }
    }

    record Root(int number) {}
}
