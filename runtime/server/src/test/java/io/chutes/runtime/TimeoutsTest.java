package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.spi.Routes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void endsACallThatDoesNotBeginToAnswer() throws Exception {
        try (Served served = serve("\"firstByte\": \"PT0.2S\"")) {
            var answer = served.get("/hangs");

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("@Timeouts(firstByte), PT0.2S");
            assertThat(seen.take()).isEqualTo("interrupted");
        }
    }

    @Test
    void endsACallAtTheCallersDeadline() throws Exception {
        try (Served served = serve("\"total\": \"PT1H\"")) {
            var answer = served.send(served.to("/hangs").header("X-Chutes-Deadline-Ms", "100"));

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("X-Chutes-Deadline-Ms of the caller");
        }
    }

    @Test
    void endsAStreamThatFallsSilentWithAnErrorEvent() throws Exception {
        try (Served served = serve("\"firstByte\": \"PT1H\", \"idle\": \"PT0.2S\"")) {
            var answer = served.get("/silent");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("id: 1\ndata: 1\n\nevent: error\ndata: {")
                    .contains("@Timeouts(idle), PT0.2S", "504");
        }
    }

    @Test
    void leavesNoInterruptForTheNextCall() throws Exception {
        try (Served served = serve("\"firstByte\": \"PT1H\"")) {
            served.send(served.to("/hangs").header("X-Chutes-Deadline-Ms", "100"));

            assertThat(served.get("/quick").body()).isEqualTo("false");
        }
    }

    @Test
    void tellsTheChuteItsDeadline() throws Exception {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        var config = ServerConfig.local().withClock(Clock.fixed(now, ZoneOffset.UTC));
        try (Served served = Served.start(
                "\"timeouts\": {\"total\": \"PT1H\"}", config, new StartupPhases(), _ -> {}, this::endpoints)) {
            assertThat(served.get("/deadline").body()).isEqualTo("2030-01-01T01:00:00Z");
        }
    }

    private Served serve(String timeouts) {
        return Served.endpoints("\"timeouts\": {" + timeouts + "}", this::endpoints);
    }

    private void endpoints(Routes routes) {
        routes.text("GET", "/hangs", "text/plain", _ -> {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                seen.add("interrupted");
                throw e;
            }
        });
        routes.text(
                "GET",
                "/quick",
                "text/plain",
                _ -> Boolean.toString(Thread.currentThread().isInterrupted()));
        routes.text(
                "GET", "/deadline", "text/plain", request -> request.deadline().toString());
        routes.stream("GET", "/silent", _ -> Stream.of(1, 2).peek(n -> {
            if (n == 2) {
                await();
            }
        }));
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
