package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Media;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Callers who leave, methods that do not end, streams that fall silent, instances that stop. */
class CallLifeTest {
    private final Held held = new Held();

    @Test
    void interruptsTheMethodWhoseCallerLeaves() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/waits");
                assertThat(held.seen.take()).isEqualTo("begun");
            }

            assertThat(held.seen.take()).isEqualTo("interrupted, cancelled true");
            assertThat(served.get("/quick").body()).isEqualTo("false");
        }
    }

    @Test
    void interruptsTheMethodWhoseCallerLeavesAfterSendingABody() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.send("POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
                assertThat(held.seen.take()).isEqualTo("begun");
            }

            assertThat(held.seen.take()).isEqualTo("interrupted, cancelled true");
        }
    }

    @Test
    void closesTheStreamWhoseCallerLeavesInItsSilence() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/silent").lineWith("data: 1");
            }

            assertThat(held.seen.take()).isEqualTo("closed");
        }
    }

    @Test
    void takesACallOutOfTheQueueWhoseCallerLeaves() throws Exception {
        try (Served served = serve("\"concurrency\": 1, \"maxQueue\": 1");
                var first = RawCaller.of(served.port())) {
            first.get("/waits");
            assertThat(held.seen.take()).isEqualTo("begun");
            try (var second = RawCaller.of(served.port())) {
                second.get("/quick");
                awaitQueued(served, 1);
            }

            awaitQueued(served, 0);
            held.release();
            assertThat(first.lineWith("HTTP/1.1")).contains("200");
        }
    }

    @Test
    void takesNoPipelinedCallForOneThatLeft() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.get("/waits").get("/quick");
            assertThat(held.seen.take()).isEqualTo("begun");
            assertThat(held.seen.poll(500, TimeUnit.MILLISECONDS)).isNull();

            held.release();
            assertThat(caller.lineWith("released")).isEqualTo("releasedHTTP/1.1 200 OK");
        }
    }

    @Test
    void takesNoSlowBodyForOneThatLeft() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.send("POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nbody");
            assertThat(held.seen.take()).isEqualTo("begun");
            caller.send("body");
            assertThat(held.seen.poll(500, TimeUnit.MILLISECONDS)).isNull();

            held.release();
            assertThat(caller.lineWith("HTTP/1.1")).contains("200");
        }
    }

    @Test
    void answersForAMethodThatTakesNoNoticeAndKeepsItsPlace() throws Exception {
        try (Served served = serve("\"concurrency\": 1, \"maxQueue\": 0", "\"firstByte\": \"PT0.2S\"")) {
            HttpResponse<String> answer = served.get("/stubborn");

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("@Timeouts(firstByte), PT0.2S");
            assertThat(served.get("/quick").statusCode()).isEqualTo(429);
            held.release();
            assertThat(held.seen.take()).isEqualTo("ended");
            awaitStatus(served, 200);
        }
    }

    @Test
    void endsTheStreamOfAMethodThatTakesNoNotice() throws Exception {
        try (Served served = serve("", "\"idle\": \"PT0.2S\"")) {
            HttpResponse<String> answer = served.get("/stubborn-stream");

            assertThat(answer.body())
                    .startsWith("id: 1\ndata: 1\n\nevent: error\ndata: {")
                    .contains("@Timeouts(idle)");
            held.release();
            assertThat(held.seen.take()).isEqualTo("ended");
        }
    }

    @Test
    void endsAStreamThatNeverPauses() throws Exception {
        Patience.inTime(Duration.ofMillis(300), total -> {
            List<Long> asked = new CopyOnWriteArrayList<>();
            try (Served served = Served.endpoints(
                    "\"timeouts\": {\"total\": \"%s\"}".formatted(total),
                    routes -> routes.stream(
                            "GET",
                            "/endless",
                            _ -> Stream.generate(() -> {
                                if (asked.size() < 2) {
                                    asked.add(System.nanoTime());
                                }
                                return "x";
                            })))) {
                long called = System.nanoTime();
                HttpResponse<String> answer = served.get("/endless");

                if (answer.statusCode() == 504) { // a busy machine came to begin it only when its time was over
                    assertThat(System.nanoTime() - called).isGreaterThanOrEqualTo(total.toNanos());
                    assertThat(asked.stream().skip(1))
                            .as("asked for what follows the first in time")
                            .noneMatch(at -> at - called < total.toNanos());
                    return false;
                }
                assertThat(answer.body())
                        .startsWith("id: 1\ndata: \"x\"\n\n")
                        .contains("event: error\ndata: {", "@Timeouts(total), " + total);
                return true;
            }
        });
    }

    @Test
    void cutsAMediaAnswerThatFailsInTheMiddleWhateverItFailsBy() throws Exception {
        try (Served served = serve("")) {
            assertThatThrownBy(() -> served.get("/overflows")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatTheAnswerIsTheLastWhereTheBodyWasNotRead() throws Exception {
        byte[] body = new byte[700 << 10];
        try (Served served = serve("")) {
            for (int call = 0; call < 50; call++) {
                HttpResponse<String> answer =
                        served.send(served.to("/ignores").POST(HttpRequest.BodyPublishers.ofByteArray(body)));

                assertThat(answer.body()).isEqualTo("fine");
            }
        }
    }

    @Test
    void answersForAnUploadThatBreaksOff() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.send("POST /uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

            assertThat(caller.line()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void takesNoBodyThatBreaksOffForAWhole() throws Exception {
        String body = "4\r\nhalf\r\n8\r\n of this\r\n0\r\n";
        List<String> taken = new CopyOnWriteArrayList<>();
        List<String> answers = new ArrayList<>();
        try (Served served =
                Served.endpoints("", routes -> routes.empty("POST", "/texts", request -> taken.add(request.text())))) {
            for (int length = 0; length < body.length(); length++) {
                try (var caller = RawCaller.of(served.port())) {
                    caller.send("POST /texts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + body.substring(0, length))
                            .end();
                    answers.add(String.valueOf(caller.line()));
                }
            }
        }

        assertThat(taken).isEmpty();
        // On a busy machine a caller who has ended may be taken for one who has left, and gets no answer.
        assertThat(answers)
                .contains("HTTP/1.1 400 Bad Request")
                .allMatch(it -> it.equals("null") || it.contains("400"));
    }

    @Test
    void refusesATransferCodingThatItDoesNotKnow() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.send("POST /uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");

            assertThat(caller.line()).startsWith("HTTP/1.1 501");
        }
    }

    @Test
    void answersWithNoMediaButTheDeclared() throws Exception {
        String declared = """
                "endpoints": [{"method": "GET", "path": "/png", "outputType": "image/png"},
                  {"method": "GET", "path": "/gif", "outputType": "image/png"}]""";
        try (Served served = Served.endpoints(declared, routes -> {
            routes.media("GET", "/png", _ -> new Media("image/PNG; a=b", new byte[1]));
            routes.media("GET", "/gif", _ -> new Media("image/gif", new byte[1]));
        })) {
            assertThat(served.get("/png").statusCode()).isEqualTo(200);
            Served.problem(served.get("/gif"), 500);
        }
    }

    @Test
    void takesASlashInASegmentForAPartOfIt() throws Exception {
        try (Served served = serve("")) {
            assertThat(served.get("/named/a%2Fb").body()).isEqualTo("a/b");
        }
    }

    @Test
    void refusesAPathThatCannotBeDecoded() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            assertThat(caller.get("/named/%u0041").line()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void refusesANullInAStream() throws Exception {
        try (Served served = serve("")) {
            assertThat(served.get("/null").body())
                    .startsWith("id: 1\n")
                    .contains("event: error")
                    .doesNotContain("null");
        }
    }

    @Test
    void keepsASilentStreamAwakeWithoutTakingThatForAnEvent() throws Exception {
        var settings = "\"timeouts\": {\"idle\": \"PT1S\"}";
        try (Served served =
                Served.with(Served.settings(settings).withHeartbeat(Duration.ofMillis(50)), this::endpoints)) {
            HttpResponse<String> answer = served.get("/silent");

            assertThat(answer.body())
                    .startsWith("id: 1\ndata: 1\n\n: keep-alive\n\n: keep-alive\n\n")
                    .contains("event: error", "@Timeouts(idle), PT1S");
        }
    }

    @Test
    void looksAfterCallsWhenManyHaveEndedAsTheirCallersLeft() throws Exception {
        try (Served served = serve("\"concurrency\": 200")) {
            var callers = new ArrayList<RawCaller>();
            for (int caller = 0; caller < 200; caller++) {
                callers.add(RawCaller.of(served.port()).get("/waits"));
            }
            await().until(() -> held.seen.size() == 200);
            held.release();
            for (RawCaller caller : callers) {
                caller.close();
            }

            var late = served.to("/forever").header("X-Chutes-Deadline-Ms", "1000");
            assertThat(served.send(late).statusCode()).isEqualTo(504);
        }
    }

    @Test
    void finishesCallsThatRunOrWaitBeforeItStops() throws Exception {
        Served served = serve("\"concurrency\": 1, \"maxQueue\": 1");
        CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
        assertThat(held.seen.take()).isEqualTo("begun");
        CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/quick"));
        awaitQueued(served, 1);
        Thread stop = Thread.ofVirtual().start(served::close);
        awaitStatus(served, 503);

        held.release();

        assertThat(running.get().body()).isEqualTo("released");
        assertThat(waiting.get().body()).isEqualTo("false");
        stop.join();
    }

    @Test
    void stopsAtOnceWithoutCalls() throws Exception {
        Served served = serve("");
        served.get("/quick");
        long began = System.nanoTime();

        served.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25)); // of 30 for calls
    }

    private static void awaitQueued(Served served, int expected) throws Exception {
        await().until(() ->
                Served.json(served.get("/_chute/load")).path("queued").asInt() == expected);
    }

    private static void awaitStatus(Served served, int expected) throws Exception {
        await().until(() -> served.get("/quick").statusCode() == expected);
    }

    private Served serve(String scaling) {
        return serve(scaling, "");
    }

    private Served serve(String scaling, String timeouts) {
        String concurrency = scaling.isEmpty() ? "\"concurrency\": 4" : scaling;
        return Served.endpoints(
                "\"scaling\": {" + concurrency + "}, \"timeouts\": {" + timeouts + "}", this::endpoints);
    }

    private void endpoints(Routes routes) {
        routes.text("GET", "/waits", "text/plain", held::waits);
        routes.text("POST", "/waits", "text/plain", held::waits);
        routes.text(
                "GET",
                "/quick",
                "text/plain",
                _ -> Boolean.toString(Thread.currentThread().isInterrupted()));
        routes.text("GET", "/forever", "text/plain", _ -> {
            new CountDownLatch(1).await();
            return "never";
        });
        routes.text("GET", "/stubborn", "text/plain", _ -> {
            held.takeNoNotice();
            held.seen.add("ended");
            return "too late";
        });
        routes.stream("GET", "/stubborn-stream", _ -> Stream.of(1, 2)
                .peek(n -> {
                    if (n == 2) {
                        held.takeNoNotice();
                    }
                })
                .onClose(() -> held.seen.add("ended")));
        routes.media(
                "GET",
                "/overflows",
                _ -> new Media("image/png", new InputStream() {
                    private int sent;

                    @Override
                    public int read() {
                        if (sent++ > 200_000) {
                            throw new StackOverflowError();
                        }
                        return 1;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        buffer[offset] = (byte) read();
                        return 1;
                    }
                }));
        routes.text("POST", "/ignores", "text/plain", _ -> "fine");
        routes.text("POST", "/uploads", "text/plain", request -> {
            try {
                return Integer.toString(request.upload().stream().readAllBytes().length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        routes.text("GET", "/named/{name}", "text/plain", request -> request.path("name", String.class));
        routes.stream("GET", "/null", _ -> Stream.of("a", null));
        routes.stream("GET", "/silent", _ -> Stream.of(1, 2)
                .peek(n -> {
                    if (n == 2) {
                        sleepLong();
                    }
                })
                .onClose(() -> held.seen.add("closed")));
    }

    private static void sleepLong() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
