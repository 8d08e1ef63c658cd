package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Call;
import io.chutes.annotation.Media;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who leave, methods that do not end, streams that fall silent, instances that stop. */
@Timeout(60)
class CallLifeTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void interruptsTheMethodWhoseCallerLeaves() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/waits");
                assertThat(seen.take()).isEqualTo("begun");
            }

            assertThat(seen.take()).isEqualTo("interrupted, cancelled true");
            assertThat(served.get("/quick").body()).isEqualTo("false");
        }
    }

    @Test
    void interruptsTheMethodWhoseCallerLeavesAfterSendingABody() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.send("POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
                assertThat(seen.take()).isEqualTo("begun");
            }

            assertThat(seen.take()).isEqualTo("interrupted, cancelled true");
        }
    }

    @Test
    void closesTheStreamWhoseCallerLeavesInItsSilence() throws Exception {
        try (Served served = serve("")) {
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/silent").lineWith("data: 1");
            }

            assertThat(seen.take()).isEqualTo("closed");
        }
    }

    @Test
    void takesACallOutOfTheQueueWhoseCallerLeaves() throws Exception {
        try (Served served = serve("\"concurrency\": 1, \"maxQueue\": 1");
                var first = RawCaller.of(served.port())) {
            first.get("/waits");
            assertThat(seen.take()).isEqualTo("begun");
            try (var second = RawCaller.of(served.port())) {
                second.get("/quick");
                awaitQueued(served, 1);
            }

            awaitQueued(served, 0);
            released.countDown();
            assertThat(first.lineWith("HTTP/1.1")).contains("200");
        }
    }

    @Test
    void takesNoPipelinedCallForOneThatLeft() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.get("/waits").get("/quick");
            assertThat(seen.take()).isEqualTo("begun");
            assertThat(seen.poll(500, TimeUnit.MILLISECONDS)).isNull();

            released.countDown();
            assertThat(caller.lineWith("released")).isEqualTo("releasedHTTP/1.1 200 OK");
        }
    }

    @Test
    void takesNoSlowBodyForOneThatLeft() throws Exception {
        try (Served served = serve("");
                var caller = RawCaller.of(served.port())) {
            caller.send("POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nbody");
            assertThat(seen.take()).isEqualTo("begun");
            caller.send("body");
            assertThat(seen.poll(500, TimeUnit.MILLISECONDS)).isNull();

            released.countDown();
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
            released.countDown();
            assertThat(seen.take()).isEqualTo("ended");
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
            released.countDown();
            assertThat(seen.take()).isEqualTo("ended");
        }
    }

    @Test
    void endsAStreamThatNeverPauses() throws Exception {
        try (Served served = serve("", "\"total\": \"PT0.3S\"")) {
            HttpResponse<String> answer = served.get("/endless");

            assertThat(answer.body())
                    .startsWith("id: 1\ndata: \"x\"\n\n")
                    .contains("event: error\ndata: {", "@Timeouts(total), PT0.3S");
        }
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
        var settings = "{\"timeouts\": {\"idle\": \"PT1S\"}}";
        try (Served served =
                Served.with(Settings.read(settings).withHeartbeat(Duration.ofMillis(150)), this::endpoints)) {
            HttpResponse<String> answer = served.get("/silent");

            assertThat(answer.body())
                    .startsWith("id: 1\ndata: 1\n\n: keep-alive\n\n: keep-alive\n\n")
                    .contains("event: error", "@Timeouts(idle), PT1S");
        }
    }

    @Test
    void finishesCallsThatRunOrWaitBeforeItStops() throws Exception {
        Served served = serve("\"concurrency\": 1, \"maxQueue\": 1");
        CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
        assertThat(seen.take()).isEqualTo("begun");
        CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/quick"));
        awaitQueued(served, 1);
        Thread stop = Thread.ofVirtual().start(served::close);
        awaitStatus(served, 503);

        released.countDown();

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

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
    }

    private static void awaitQueued(Served served, int expected) throws Exception {
        await(() -> Served.json(served.get("/_chute/load")).path("queued").asInt() == expected);
    }

    private static void awaitStatus(Served served, int expected) throws Exception {
        await(() -> served.get("/quick").statusCode() == expected);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
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
        routes.text("GET", "/waits", "text/plain", this::waits);
        routes.text("POST", "/waits", "text/plain", this::waits);
        routes.text(
                "GET",
                "/quick",
                "text/plain",
                _ -> Boolean.toString(Thread.currentThread().isInterrupted()));
        routes.text("GET", "/stubborn", "text/plain", _ -> {
            takeNoNotice();
            seen.add("ended");
            return "too late";
        });
        routes.stream("GET", "/stubborn-stream", _ -> Stream.of(1, 2)
                .peek(n -> {
                    if (n == 2) {
                        takeNoNotice();
                    }
                })
                .onClose(() -> seen.add("ended")));
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
        routes.text("GET", "/named/{name}", "text/plain", request -> request.path("name", String.class));
        routes.stream("GET", "/endless", _ -> Stream.generate(() -> "x"));
        routes.stream("GET", "/null", _ -> Stream.of("a", null));
        routes.stream("GET", "/silent", _ -> Stream.of(1, 2)
                .peek(n -> {
                    if (n == 2) {
                        sleepLong();
                    }
                })
                .onClose(() -> seen.add("closed")));
    }

    private String waits(Call call) throws InterruptedException {
        seen.add("begun");
        try {
            released.await();
            return "released";
        } catch (InterruptedException e) {
            seen.add("interrupted, cancelled " + call.cancelled());
            throw e;
        }
    }

    private void takeNoNotice() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                // which is what this is about
            }
        }
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
