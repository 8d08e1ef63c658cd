package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.Call;
import io.chutes.runtime.spi.Routes;
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

/** How an instance stops that has calls. */
@Timeout(60)
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void finishesWhatRunsAndWhatWaitsAndTakesNothingNew() throws Exception {
        try (Served served = serve(LONG)) {
            CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
            assertThat(seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/waits"));
            await(() -> load(served, "queued") == 1);

            assertThat(served.post("/_chute/drain", "").statusCode()).isEqualTo(202);

            HttpResponse<String> refused = served.get("/waits");
            assertThat(Served.problem(refused, 503).path("detail").asText()).isEqualTo("The instance is stopping");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            released.countDown();
            assertThat(running.get().body()).isEqualTo("released");
            assertThat(waiting.get().body()).isEqualTo("released");
        }
        assertThat(seen).containsExactly("stopped");
    }

    @Test
    void endsWhatRunsAndWhatWaitsAfterItsLimit() throws Exception {
        try (Served served = serve(SHORT)) {
            CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
            assertThat(seen.take()).isEqualTo("begun");
            CompletableFuture<HttpResponse<String>> waiting = served.sendAsync(served.to("/waits"));
            await(() -> load(served, "queued") == 1);

            served.post("/_chute/drain", "");

            assertThat(seen.take()).isEqualTo("interrupted, cancelled true");
            Served.problem(running.get(), 503);
            Served.problem(waiting.get(), 503);
            await(() -> load(served, "inFlight") == 0);
        }
        assertThat(seen).containsExactly("stopped");
    }

    @Test
    void letsAStreamGoOnAndEndsItAfterTheLimit() throws Exception {
        Served served = serve(SHORT);
        try (var caller = RawCaller.of(served.port())) {
            caller.get("/endless").lineWith("id: 2");
            Thread stop = Thread.ofVirtual().start(served::close);

            caller.lineWith("event: error");
            assertThat(caller.line()).contains("503", "The instance is stopping");
            assertThat(caller.line()).isEmpty();
            stop.join();
        }
        assertThat(seen).containsExactly("closed", "stopped");
    }

    @Test
    void completesAStreamThatEndsInTime() throws Exception {
        Served served = serve(LONG);
        try (var caller = RawCaller.of(served.port())) {
            caller.get("/two").lineWith("data: 1");
            Thread stop = Thread.ofVirtual().start(served::close);
            await(() -> served.get("/_chute/ready").body().contains("draining"));

            released.countDown();

            caller.lineWith("data: 2");
            caller.lineWith("event: completed");
            stop.join();
        }
    }

    @Test
    void doesNotWaitForeverForAMethodThatTakesNoNotice() throws Exception {
        Served served = serve(SHORT);
        CompletableFuture<HttpResponse<String>> stubborn = served.sendAsync(served.to("/stubborn"));
        assertThat(seen.take()).isEqualTo("begun");

        served.close();

        Served.problem(stubborn.get(), 503);
        assertThat(seen).containsExactly("stopped");
        released.countDown();
    }

    @Test
    void countsFromWhenItWasFirstToldTo() throws Exception {
        Served served = serve(SHORT);
        CompletableFuture<HttpResponse<String>> running = served.sendAsync(served.to("/waits"));
        assertThat(seen.take()).isEqualTo("begun");
        served.post("/_chute/drain", "");
        Served.problem(running.get(), 503);
        await(() -> load(served, "inFlight") == 0);
        long began = System.nanoTime();

        served.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
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
                Settings.read("{}"),
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

    private static void await(Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private Served serve(Duration limit) {
        return Served.with(
                Settings.read("{\"scaling\": {\"concurrency\": 1}}").withDrain(limit),
                lifecycle -> lifecycle.onShutdown("stop", 50, _ -> seen.add("stopped")),
                this::endpoints);
    }

    private void endpoints(Routes routes) {
        routes.text("GET", "/waits", "text/plain", this::waits);
        routes.text("GET", "/stubborn", "text/plain", _ -> {
            seen.add("begun");
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException ignored) {
                    // which is what this is about
                }
            }
            return "too late";
        });
        routes.stream("GET", "/endless", _ -> Stream.iterate(1, n -> n + 1)
                .peek(_ -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new IllegalStateException("interrupted");
                    }
                })
                .onClose(() -> seen.add("closed")));
        routes.stream("GET", "/two", _ -> Stream.of(1, 2).peek(n -> {
            if (n == 2) {
                awaitRelease();
            }
        }));
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String waits(Call call) throws InterruptedException {
        if (released.getCount() > 0) {
            seen.add("begun");
        }
        try {
            released.await();
            return "released";
        } catch (InterruptedException e) {
            seen.add("interrupted, cancelled " + call.cancelled());
            throw e;
        }
    }
}
