package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final CallOptions QUICK =
            CallOptions.DEFAULT.withRetries(new RetryPolicy(3, Duration.ofMillis(5), Duration.ofSeconds(30)));

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void triesAgainWhatDidNotRun(int status) {
        try (var server = StandIn.answering(failing(2, status, "0"))) {
            assertThat(quick(server).post("/a").readText()).isEqualTo("done");
            assertThat(server.seen()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void triesAgainAnIdempotentEndpointThatWasNotReached(int status) {
        try (var server = StandIn.answering(failing(1, status, ""))) {
            assertThat(quick(server).post("/a").idempotent().readText()).isEqualTo("done");
            assertThat(server.seen()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"429, false", "502, false", "503, false", "504, false", "500, false", "500, true", "404, true"})
    void triesOnceWhatMayHaveRunOrWillNotChange(int status, boolean idempotent) {
        try (var server = StandIn.answering(failing(1, status, ""))) {
            ChuteRequest request = quick(server).post("/a");

            assertThatThrownBy(() -> (idempotent ? request.idempotent() : request).readText())
                    .isInstanceOf(ChuteProblemException.class);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "PATCH, 1", "PUT, 3", "DELETE, 3"})
    void triesAgainAfterABrokenConnectionOnlyWhereTheMethodAllows(String method, int attempts) {
        try (var server = StandIn.answering(exchange -> exchange.close())) {
            ChuteClient chute = quick(server);

            assertThatThrownBy(() -> chute.request(method, "/a").send()).isExactlyInstanceOf(ChuteException.class);
            assertThat(server.seen()).hasSize(attempts);
        }
    }

    @Test
    void triesAgainWhereNobodyTookTheConnection() {
        var server = StandIn.answering(200, "text/plain", "never");
        ChuteClient chute = quick(server);
        server.close();

        assertThatThrownBy(() -> chute.with(
                                QUICK.withRetries(new RetryPolicy(3, Duration.ofMillis(100), Duration.ofMillis(100))))
                        .post("/a")
                        .send())
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining("ConnectException");
    }

    @Test
    void waitsAsLongAsTheAnswerAsks() {
        try (var server = StandIn.answering(failing(1, 429, "1"))) {
            long start = System.nanoTime();

            quick(server).post("/a").readText();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void waitsUntilTheDateThatTheAnswerNames() {
        ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2);
        try (var server = StandIn.answering(failing(1, 503, DateTimeFormatter.RFC_1123_DATE_TIME.format(date)))) {
            quick(server).post("/a").readText();

            assertThat(ZonedDateTime.now(ZoneOffset.UTC)).isAfterOrEqualTo(date.withNano(0));
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void givesUpAtOnceWhereTheAnswerAsksForMoreThanThePolicyOrTheTimeoutHas() {
        try (var server = StandIn.answering(failing(1, 429, "3600"))) {
            ChuteClient chute = quick(server);

            assertThatThrownBy(() -> chute.post("/a").readText())
                    .isInstanceOfSatisfying(TooManyRequestsException.class, problem -> assertThat(problem.retryAfter())
                            .hasValue(Duration.ofHours(1)));
        }
        try (var server = StandIn.answering(failing(1, 503, "20"))) {
            ChuteClient chute = server.client().with(QUICK.withTimeout(Duration.ofSeconds(10)));

            assertThatThrownBy(() -> chute.post("/a").readText())
                    .isInstanceOfSatisfying(ChuteUnavailableException.class, problem -> assertThat(problem.retryAfter())
                            .hasValue(Duration.ofSeconds(20)));
        }
    }

    @Test
    void makesAsManyAttemptsAsThePolicySays() {
        try (var server = StandIn.answering(failing(9, 429, "0"))) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> quick(server).post("/a").send()).isInstanceOf(TooManyRequestsException.class);
            assertThat(server.seen()).hasSize(3);
            assertThatThrownBy(() -> chute.with(CallOptions.DEFAULT.withRetries(RetryPolicy.NONE))
                            .post("/a")
                            .send())
                    .isInstanceOf(TooManyRequestsException.class);
            assertThat(server.seen()).hasSize(4);
        }
    }

    @Test
    void sendsTheBodyAgainUnlessItWasAStream() {
        try (var server = StandIn.answering(failing(1, 429, "0"))) {
            quick(server).post("/a").text("body").readText();

            assertThat(server.seen()).extracting(StandIn.Seen::body).containsExactly("body", "body");
        }
        try (var server = StandIn.answering(failing(1, 429, "0"))) {
            ChuteClient chute = quick(server);
            var stream = new ByteArrayInputStream("body".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> chute.post("/a")
                            .upload(Uploads.of("text/plain", stream))
                            .readText())
                    .isInstanceOf(TooManyRequestsException.class);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void retriesWhileTheCallerDoesOtherThings() throws Exception {
        try (var server = StandIn.answering(failing(2, 503, "0"))) {
            assertThat(quick(server).post("/a").readTextAsync().get(60, TimeUnit.SECONDS))
                    .isEqualTo("done");
        }
    }

    @Test
    void retriesAStreamThatHasNotBegunAndNeverOneThatHas() {
        var calls = new AtomicInteger();
        try (var server = StandIn.answering(exchange -> {
            if (calls.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                StandIn.answer(exchange, 503, "text/plain", "not yet");
            } else {
                StandIn.answer(exchange, 200, "text/event-stream", "data: \"a\"\n\n");
            }
        })) {
            try (Stream<String> events = quick(server).get("/a").events(String.class)) {
                assertThatThrownBy(events::toList).hasMessageContaining("ended without its last event");
            }
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void waitsLongerEachTimeAndNeverPastTheLongest() {
        var policy = new RetryPolicy(50, Duration.ofMillis(100), Duration.ofSeconds(1));

        List<Long> delays = Stream.of(1, 2, 3, 4, 5, 40)
                .map(made -> policy.backoff(made).toMillis())
                .toList();

        assertThat(delays.get(0)).isBetween(50L, 100L);
        assertThat(delays.get(1)).isBetween(100L, 200L);
        assertThat(delays.get(2)).isBetween(200L, 400L);
        assertThat(delays.get(5)).isBetween(500L, 1000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "Thu, 99 Foo 2026 00:00:00 GMT"})
    void takesARetryAfterThatIsNoneForAbsent(String value) {
        assertThat(RetryAfter.parse(value, ZonedDateTime.now(ZoneOffset.UTC))).isEmpty();
    }

    private static ChuteClient quick(StandIn server) {
        return server.client().with(QUICK);
    }

    /** Fails that often, then answers {@code done}. */
    private static HttpHandler failing(int times, int status, String retryAfter) {
        var calls = new AtomicInteger();
        return exchange -> {
            boolean fails = calls.incrementAndGet() <= times;
            if (fails && !retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            StandIn.answer(exchange, fails ? status : 200, "text/plain", fails ? "failed" : "done");
        };
    }
}
