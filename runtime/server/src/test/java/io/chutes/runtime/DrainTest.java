package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.spi.Routes;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How an instance stops that has calls. */
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Between the parts of a stream without an end, which leaves the machine to the other calls. */
    private static final long PACE_NANOS = 10_000_000;

    private final Held held = new Held();

    @Test
    void finishesWhatRunsAndWhatWaitsAndTakesNothingNew() throws Exception {
        try (Served served = serve(LONG)) {
            CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
            assertThat(held.seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/waits"));
            await().until(() -> load(served, "queued") == 1);

            assertThat(served.post("/_chute/drain", "").statusCode()).isEqualTo(202);

            HttpResponse<String> refused = served.get("/waits");
            assertThat(Served.problem(refused, 503).path("detail").asText()).isEqualTo("The instance is stopping");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            held.release();
            assertThat(running.get().body()).isEqualTo("released");
            assertThat(waiting.get().body()).isEqualTo("released");
        }
        assertThat(held.seen).containsExactly("stopped");
    }

    @Test
    void endsWhatRunsAndWhatWaitsAfterItsLimit() throws Exception {
        try (Served served = serve(SHORT)) {
            CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
            assertThat(held.seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/waits"));
            await().until(() -> load(served, "queued") == 1);

            served.post("/_chute/drain", "");

            assertThat(held.seen.take()).isEqualTo("interrupted, cancelled true");
            Served.problem(running.get(), 503);
            Served.problem(waiting.get(), 503);
            assertThat(running.get().headers().firstValue("Retry-After")).isEmpty(); // it may have done its work
            assertThat(waiting.get().headers().firstValue("Retry-After")).hasValue("1");
            await().until(() -> load(served, "inFlight") == 0);
        }
        assertThat(held.seen).containsExactly("stopped");
    }

    @Test
    void letsAStreamGoOnUntilItsOwnTotalAndEndsOtherCallsBefore() throws Exception {
        Served served = serve(SHORT, "\"scaling\": {\"concurrency\": 2}, \"timeouts\": {\"total\": \"PT3S\"}");
        try (var caller = RawCaller.of(served.port())) {
            CompletableFuture<HttpResponse<String>> other = served.sendAsync(served.to("/waits"));
            assertThat(held.seen.take()).isEqualTo("begun");
            caller.get("/endless").lineWith("id: 2");
            Thread stop = Thread.ofVirtual().start(served::close);

            Served.problem(other.get(), 503);
            assertThat(held.seen.take()).startsWith("interrupted");
            caller.lineWith("id: ");
            caller.lineWith("event: error");
            assertThat(caller.line()).contains("504", "@Timeouts(total)");
            assertThat(caller.line()).isEmpty();
            stop.join();
        }
        assertThat(held.seen).containsExactly("closed", "stopped");
    }

    @Test
    void completesAStreamThatTakesLongerThanOtherCallsMay() throws Exception {
        Served served = serve(SHORT, "\"scaling\": {\"concurrency\": 2}");
        try (var caller = RawCaller.of(served.port())) {
            caller.get("/two").lineWith("data: 1");
            CompletableFuture<HttpResponse<String>> other = served.sendAsync(served.to("/waits"));
            assertThat(held.seen.take()).isEqualTo("begun");
            Thread stop = Thread.ofVirtual().start(served::close);
            Served.problem(other.get(), 503);

            held.release();

            caller.lineWith("data: 2");
            caller.lineWith("event: completed");
            stop.join();
        }
    }

    @Test
    void completesAStreamThatEndsInTime() throws Exception {
        Served served = serve(LONG);
        try (var caller = RawCaller.of(served.port())) {
            caller.get("/two").lineWith("data: 1");
            Thread stop = Thread.ofVirtual().start(served::close);
            await().until(() -> served.get("/_chute/ready").body().contains("draining"));

            held.release();

            caller.lineWith("data: 2");
            caller.lineWith("event: completed");
            stop.join();
        }
    }

    @Test
    void doesNotWaitForeverForAMethodThatTakesNoNotice() throws Exception {
        Served served = serve(SHORT);
        CompletableFuture<HttpResponse<String>> stubborn = served.sendAsync(served.to("/stubborn"));
        assertThat(held.seen.take()).isEqualTo("begun");

        served.close();

        Served.problem(stubborn.get(), 503);
        assertThat(held.seen).containsExactly("stopped");
        held.release();
    }

    @Test
    void countsFromWhenItWasFirstToldTo() throws Exception {
        var drain = new Drain(new Readiness(), new Calls(), SHORT, LONG);
        Thread first = drain.begin();
        first.join();

        assertThat(drain.begin()).isSameAs(first);
    }

    @Test
    void isNotReadyAfterAStartInWhichItWasToldToStop() throws Exception {
        var config = ServerConfig.local();
        var served = new CompletableFuture<ChuteServer>();
        try (ChuteServer server = ChuteServer.listen(
                Served.chute(
                        "",
                        lifecycle -> lifecycle.onStartup("load", 50, _ -> {
                            try (var caller = RawCaller.of(served.join().port())) {
                                caller.send("POST /_chute/drain HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                        .lineWith("202");
                            }
                        }),
                        this::endpoints),
                Served.settings(""),
                config,
                new StartupPhases())) {
            served.complete(server);
            server.prepare(config, new StartupPhases());

            try (var caller = RawCaller.of(server.port())) {
                assertThat(caller.get("/_chute/ready").line()).contains("503");
            }
        }
    }

    private static int load(Served served, String what) throws Exception {
        return Served.json(served.get("/_chute/load")).path(what).asInt();
    }

    private Served serve(Duration limit) {
        return serve(limit, "\"scaling\": {\"concurrency\": 1}");
    }

    private Served serve(Duration limit, String settings) {
        return Served.with(
                Served.settings(settings).withDrain(limit),
                lifecycle -> lifecycle.onShutdown("stop", 50, _ -> held.seen.add("stopped")),
                this::endpoints);
    }

    private void endpoints(Routes routes) {
        routes.text("GET", "/waits", "text/plain", held::waits);
        routes.text("GET", "/stubborn", "text/plain", _ -> {
            held.seen.add("begun");
            held.takeNoNotice();
            return "too late";
        });
        routes.stream("GET", "/endless", _ -> Stream.iterate(1, n -> n + 1)
                .peek(_ -> {
                    LockSupport.parkNanos(PACE_NANOS);
                    if (Thread.currentThread().isInterrupted()) {
                        throw new IllegalStateException("interrupted");
                    }
                })
                .onClose(() -> held.seen.add("closed")));
        routes.stream("GET", "/two", _ -> Stream.of(1, 2).peek(n -> {
            if (n == 2) {
                held.pause();
            }
        }));
    }
}
