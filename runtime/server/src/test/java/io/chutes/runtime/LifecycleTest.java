package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.StartupContext;
import io.chutes.runtime.spi.Lifecycle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void runsWhatComesBeforeTheFirstCallAndAfterTheLastInOrder(@TempDir Path folder) {
        ServerConfig config =
                ServerConfig.local().withSecrets(Map.of("KEY", "s3cret")).withWeights(Map.of("weights", folder));
        var phases = new StartupPhases();

        Served served = start(config, phases, lifecycle -> {
            lifecycle.onStartup("late", 90, context -> done.add("late of " + context.chute()));
            lifecycle.onStartup("early", 10, _ -> done.add("early"));
            lifecycle.onStartup("early2", 10, _ -> done.add("early2"));
            lifecycle.warmup("warm", _ -> done.add("warm"));
            lifecycle.onShutdown("last", 60, _ -> done.add("last"));
            lifecycle.onShutdown("fails", 50, _ -> {
                throw new IOException("gone");
            });
            lifecycle.secret("KEY", done::add);
            lifecycle.weights("weights", path -> done.add(path.toString()));
        });
        assertThat(done).containsExactly("s3cret", folder.toString(), "early", "early2", "late of mine", "warm");
        assertThat(phases.all())
                .extracting(StartupPhases.Phase::name)
                .containsExactly("http", "supplies", "early", "early2", "late", "warm");
        served.close();

        assertThat(done).endsWith("warm", "last");
    }

    @Test
    void interruptsALastMethodThatTakesTooLongAndRunsTheNext() throws Exception {
        var interrupted = new CountDownLatch(1);
        LoadedChute chute = Served.chute(
                "",
                lifecycle -> {
                    lifecycle.onShutdown("hangs", 10, _ -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                    });
                    lifecycle.onShutdown(
                            "last",
                            20,
                            it -> done.add("in time: " + Instant.now().isBefore(it.deadline())));
                },
                _ -> {});
        var hooks = new Hooks(
                Served.settings(""), new StartupPhases(), new Readiness(), Clock.systemUTC(), Duration.ofSeconds(2));

        hooks.stop(Preparation.of(chute.routes()));

        assertThat(done).containsExactly("in time: true");
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isNotReadyWhileItStartsAndSaysWhatItDoes() throws Exception {
        var mayGoOn = new CountDownLatch(1);
        var started = new CompletableFuture<Served>();
        int port = freePort();
        var config = new ServerConfig("127.0.0.1", port, null);
        Thread.ofVirtual()
                .start(() -> started.complete(start(
                        config,
                        new StartupPhases(),
                        lifecycle -> lifecycle.onStartup("load", 50, context -> {
                            context.progress("shard 1 of 2");
                            mayGoOn.await();
                        }))));

        HttpResponse<String> ready = awaitBody(port, "/_chute/ready", "shard 1 of 2");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"status\":\"starting\"", "\"phase\":\"load: shard 1 of 2\"");
        HttpResponse<String> call = awaitBody(port, "/hi", "The instance is starting");
        assertThat(call.statusCode()).isEqualTo(503);
        assertThat(call.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(awaitBody(port, "/_chute/live", "live").statusCode()).isEqualTo(200);

        mayGoOn.countDown();
        try (Served served = started.join()) {
            assertThat(served.get("/_chute/ready").statusCode()).isEqualTo(200);
            assertThat(served.get("/hi").body()).isEqualTo("hi");
        }
    }

    @Test
    void isLostOnceTheChuteSaysThatItCannotGoOn() throws Exception {
        var context = new CompletableFuture<StartupContext>();
        try (Served served = start(
                ServerConfig.local(),
                new StartupPhases(),
                lifecycle -> lifecycle.onStartup("load", 50, context::complete))) {
            assertThat(served.get("/hi").statusCode()).isEqualTo(200);

            context.join().fail("the model is gone");

            assertThat(served.get("/_chute/ready").statusCode()).isEqualTo(503);
            assertThat(served.get("/_chute/ready").body())
                    .contains("\"status\":\"failed\"", "\"reason\":\"the model is gone\"");
            assertThat(served.get("/hi").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void doesNotStartWhereAHookThrows() {
        assertThatThrownBy(() -> start(
                        ServerConfig.local(),
                        new StartupPhases(),
                        lifecycle -> lifecycle.onStartup("load", 50, _ -> {
                            throw new IOException("no disk");
                        })))
                .isInstanceOf(StartupException.class)
                .hasMessage("load threw java.io.IOException: no disk")
                .hasRootCauseMessage("no disk");
    }

    @Test
    void endsAStartThatTakesTooLongAndInterruptsIt() throws Exception {
        var interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> Served.start(
                        "\"timeouts\": {\"startup\": \"PT0.2S\"}",
                        ServerConfig.local(),
                        new StartupPhases(),
                        lifecycle -> lifecycle.warmup("warm", _ -> {
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                        }),
                        _ -> {}))
                .isInstanceOf(StartupException.class)
                .hasMessage("warm did not end within the 200 ms that @Timeouts(startup) gives the whole start");
        interrupted.await();
    }

    @Test
    void namesTheSecretThatIsMissing() {
        assertThatThrownBy(() -> start(
                        ServerConfig.local(), new StartupPhases(), lifecycle -> lifecycle.secret("HF_TOKEN", _ -> {})))
                .hasMessage("the secret HF_TOKEN is not there: give it to the chute, or remove its @Secret field");
    }

    @Test
    void takesWeightsFromTheFolderThatTheEnvironmentNames(@TempDir Path parent) throws IOException {
        Files.createDirectory(parent.resolve("model"));

        ServerConfig config = ServerConfig.fromEnvironment(Map.of("CHUTES_WEIGHTS", parent.toString()));

        assertThat(config.weights()).isEqualTo(Map.of("model", parent.resolve("model")));
        assertThatThrownBy(() -> start(
                        ServerConfig.local(), new StartupPhases(), lifecycle -> lifecycle.weights("model", _ -> {})))
                .hasMessageContaining("the weights of the field model are not there");
    }

    @Test
    void takesNoNewCallsOnceItDrains() throws Exception {
        try (Served served = start(ServerConfig.local(), new StartupPhases(), _ -> {})) {
            assertThat(served.post("/_chute/drain", "").statusCode()).isEqualTo(202);

            assertThat(served.get("/hi").statusCode()).isEqualTo(503);
            assertThat(served.get("/_chute/ready").body()).contains("draining");
        }
    }

    private static Served start(ServerConfig config, StartupPhases phases, Consumer<Lifecycle> hooks) {
        return Served.start(
                "\"name\": \"mine\"",
                config,
                phases,
                hooks,
                routes -> routes.text("GET", "/hi", "text/plain", _ -> "hi"));
    }

    private static HttpResponse<String> awaitBody(int port, String path, String part) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return await().ignoreException(ConnectException.class)
                .until(
                        () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()),
                        answer -> answer.body().contains(part));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
