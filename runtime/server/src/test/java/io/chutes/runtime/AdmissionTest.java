package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.spi.Routes;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Semaphore began = new Semaphore(0);

    @Test
    void runsSomeQueuesSomeAndRefusesTheRest() throws Exception {
        try (Served served = Served.endpoints("\"scaling\": {\"concurrency\": 2, \"maxQueue\": 1}", this::slow)) {
            var one = served.sendAsync(served.to("/slow"));
            var two = served.sendAsync(served.to("/slow"));
            began.acquire(2);
            var waiting = served.sendAsync(served.to("/slow"));
            awaitLoad(served, "\"inFlight\":2,\"queued\":1,\"concurrency\":2");

            var refused = served.get("/slow");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("2 calls run and 1 wait");

            mayEnd.countDown();
            assertThat(List.of(
                            one.join().statusCode(),
                            two.join().statusCode(),
                            waiting.join().statusCode()))
                    .containsOnly(200);
            assertThat(waiting.join().headers().firstValue("Server-Timing").orElseThrow())
                    .matches("queue;dur=[0-9.]+, run;dur=[0-9.]+");
            awaitLoad(served, "\"inFlight\":0,\"queued\":0");
        }
    }

    @Test
    void tellsWhenAPlaceIsLikelyToBeFreeByHowLongCallsTook() throws Exception {
        var mayEndOne = new Semaphore(0);
        try (Served served = Served.endpoints(
                "\"scaling\": {\"concurrency\": 1, \"maxQueue\": 2}",
                routes -> routes.text("GET", "/held", "text/plain", _ -> {
                    began.release();
                    mayEndOne.acquire();
                    return "done";
                }))) {
            var measured = served.sendAsync(served.to("/held"));
            began.acquire();
            await().until(() ->
                    Served.json(served.get("/_chute/load")).path("oldestMs").asLong() > 1100);
            mayEndOne.release();
            measured.join();
            var running = served.sendAsync(served.to("/held"));
            began.acquire();
            var waiting = List.of(served.sendAsync(served.to("/held")), served.sendAsync(served.to("/held")));
            awaitLoad(served, "\"inFlight\":1,\"queued\":2");

            var refused = served.get("/held");

            int seconds =
                    Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
            assertThat(seconds)
                    .as("three calls of more than 1.1 s, one after the other")
                    .isBetween(4, 60);
            mayEndOne.release(3);
            running.join();
            waiting.forEach(CompletableFuture::join);
        }
    }

    @Test
    void letsACallLeaveTheQueueAtItsDeadline() throws Exception {
        try (Served served = Served.endpoints("\"scaling\": {\"concurrency\": 1}", this::slow)) {
            var first = served.sendAsync(served.to("/slow"));
            began.acquire();

            var late = served.send(served.to("/slow").header("X-Chutes-Deadline-Ms", "50"));

            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("while it waited for its turn");
            awaitLoad(served, "\"inFlight\":1,\"queued\":0");
            mayEnd.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void hasRoomForWhoSawTheLastEvent() throws Exception {
        try (Served served = Served.endpoints(
                "\"scaling\": {\"concurrency\": 1, \"maxQueue\": 0}",
                routes -> routes.stream("GET", "/stream", _ -> Stream.of(1)))) {
            HttpClient http = HttpClient.newHttpClient();
            for (int i = 0; i < 200; i++) {
                var answer = http.send(served.to("/stream").build(), HttpResponse.BodyHandlers.ofLines());
                assertThat(answer.statusCode()).as("call %d", i).isEqualTo(200);
                assertThat(answer.body().anyMatch(line -> line.equals("event: completed")))
                        .isTrue();
            }
        }
    }

    @Test
    void takesADeadlineThatIsFarAway() throws Exception {
        mayEnd.countDown();
        try (Served served = Served.endpoints("", this::slow)) {
            var answer = served.send(served.to("/slow").header("X-Chutes-Deadline-Ms", Long.toString(Long.MAX_VALUE)));

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesADeadlineThatIsNone() throws Exception {
        try (Served served = Served.endpoints("", this::slow)) {
            for (String wrong : List.of("soon", "0", "-1", "1.5")) {
                var answer = served.send(served.to("/slow").header("X-Chutes-Deadline-Ms", wrong));

                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("X-Chutes-Deadline-Ms", "got '" + wrong + "'");
            }
        }
    }

    private void slow(Routes routes) {
        routes.text("GET", "/slow", "text/plain", _ -> {
            began.release();
            mayEnd.await();
            return "done";
        });
    }

    private static void awaitLoad(Served served, String part) {
        await().until(() -> served.get("/_chute/load").body(), body -> body.contains(part));
    }
}
