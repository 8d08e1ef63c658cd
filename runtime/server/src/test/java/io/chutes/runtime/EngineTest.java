package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.engine.EnginePace;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes in another language that the runtime starts, looks after and ends. */
class EngineTest {
    private static final EnginePace QUICK = pace(Duration.ofSeconds(20));

    /** Soon finds an engine that hangs, as it may find one that a busy machine leaves waiting. */
    private static final EnginePace HASTY = pace(Duration.ofMillis(500));

    /** What the endpoints know it by; it listens elsewhere. */
    private static final int DECLARED = 10_101;

    @TempDir
    Path folder;

    private EnginePace pace = QUICK;
    private PythonProgram program;
    private final StartupPhases phases = new StartupPhases();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @BeforeEach
    void findsPython() throws IOException {
        program = PythonProgram.in(folder);
    }

    @Test
    void isReadyOnceItsEngineIsAndSaysBeforeWhatThatDoes() throws Exception {
        ChuteServer server = listen(lifecycle -> {
            engine(lifecycle, program.command("slow"), 0);
            lifecycle.onStartup("after", 50, _ -> done.add("after on " + status(program.port(), "/health")));
        });
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> server.prepare(ServerConfig.local(), phases));
        try (server) {
            await().untilAsserted(() -> assertThat(get(server, "/_chute/ready").body())
                    .contains("\"status\":\"starting\"", "\"phase\":\"engine python: loading 1 of 2\""));
            assertThat(done).isEmpty();

            program.tell("go");
            start.join();

            assertThat(get(server, "/_chute/ready").statusCode()).isEqualTo(200);
            assertThat(phases.all())
                    .extracting(StartupPhases.Phase::name)
                    .containsExactly("http", "supplies", "engine python", "after");
            assertThat(phases.all().get(2).millis()).isPositive();
            assertThat(done).containsExactly("after on 200");
            assertThat(get(server, "/_chute/metrics").body())
                    .contains(
                            "chutes_engine_up{engine=\"python\"} 1.0",
                            "chutes_engine_restarts_total{engine=\"python\"} 0.0");
        }
        program.awaitGone(1);
    }

    @Test
    void streamsBothWaysAtOnceWithHeadersAndTheEnginesOwnKey() throws Exception {
        try (ChuteServer server = start(program.command("keyed").keyedBy("k3y"), 0);
                var caller = RawCaller.of(server.port())) {
            caller.send("POST /upper HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-Mine: kept\r\n");
            caller.send("Authorization: Bearer ck_callers\r\n\r\n");
            caller.send("4\r\none\n\r\n");
            assertThat(caller.lineWith("200")).startsWith("HTTP/1.1");
            assertThat(caller.lineWith("X-Seen")).isEqualTo("X-Seen: kept");
            caller.lineWith("ONE");
            caller.send("4\r\ntwo\n\r\n0\r\n\r\n");
            caller.lineWith("TWO");
        }
    }

    @Test
    void tellsItsEngineThatTheCallerLeft() throws Exception {
        try (ChuteServer server = start(program.command(), 0)) {
            try (var caller = RawCaller.of(server.port()).get("/events")) {
                caller.lineWith("data: on");
            }
            await().until(() -> program.notes("seen").contains("left"));
        }
    }

    @Test
    void doesNotStartWithAnEngineThatEndsAtOnceAndSaysItsLastLines() {
        assertFails(
                program.command("exits"),
                "the engine python exited with status 3 before it was healthy; its last lines: loading 1 of 2 | no kernel image is available");
        program.awaitGone(1);
    }

    @Test
    void doesNotStartWithAnEngineThatIsNotHealthyInTime() {
        Duration limit = Duration.ofSeconds(3);
        String message = whyNotHealthyWithin(limit);
        while (!message.contains("answered")
                && limit.compareTo(Duration.ofMinutes(1)) < 0) { // a busy machine starts it late
            limit = limit.multipliedBy(2);
            message = whyNotHealthyWithin(limit);
        }

        assertThat(message)
                .isEqualTo(
                        "the engine python was not healthy within %d ms: GET /health is answered by 'HTTP/1.1 503'; its last lines: loading 1 of 2",
                        limit.toMillis());
        program.awaitGone(1);
    }

    private String whyNotHealthyWithin(Duration limit) {
        return assertThatThrownBy(() -> serve(lifecycle -> lifecycle.engine(
                        "python",
                        program.port(),
                        "/health",
                        limit,
                        3,
                        Duration.ofMinutes(1),
                        _ -> program.command("unhealthy"))))
                .isInstanceOf(StartupException.class)
                .actual()
                .getMessage();
    }

    @Test
    void namesWhatIsWrongWithACommand() throws Exception {
        assertFails(EngineCommand.of("no-such-program"), "no-such-program");
        assertFails(
                program.command().in(folder.resolve("absent")),
                "the engine python cannot run in the folder " + folder.resolve("absent") + ", which is none");
        try (var _ = new ServerSocket(program.port(), 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    program.command(),
                    "the engine python cannot listen on port " + program.port() + ", where another process does");
        }
        assertThatThrownBy(() -> serve(lifecycle ->
                        lifecycle.engine("python", 9000, "/", Duration.ofSeconds(1), 0, Duration.ofMinutes(1), _ -> {
                            throw new IOException("no weights");
                        })))
                .hasMessage("python threw java.io.IOException: no weights");
    }

    @Test
    void doesNotStartWithAnEngineThatEndsBeforeTheChuteIsReady() {
        assertThatThrownBy(() -> serve(lifecycle -> {
                    engine(lifecycle, program.command(), 3);
                    lifecycle.warmup("waits", _ -> {
                        assertThatThrownBy(() -> send(program.port(), "/die", "POST"))
                                .isInstanceOf(IOException.class);
                        new CountDownLatch(1).await();
                    });
                }))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the engine python exited with status 7 before the chute was ready; its last lines: loading 1 of 2");
        program.awaitGone(1);
    }

    @Test
    void refusesCallsWhileItsEngineIsDownAndStartsItAgain() throws Exception {
        try (ChuteServer server = serve(lifecycle -> {
            engine(lifecycle, program.command("family"), 3);
            lifecycle.onStartup("loads", 50, _ -> done.add("loads"));
            lifecycle.warmup("warms", _ -> done.add("warms on " + status(program.port(), "/health")));
        })) {
            assertThat(post(server, "/die").statusCode()).isEqualTo(502);

            HttpResponse<String> refused =
                    await().until(() -> post(server, "/upper"), answer -> answer.statusCode() == 503);
            JsonNode problem = Served.problem(refused, 503);
            assertThat(problem.path("detail").textValue())
                    .isEqualTo("The engine python exited with status 7 and is being started again");
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
            assertThat(get(server, "/_chute/ready").body())
                    .contains("\"status\":\"recovering\"", "\"reason\":\"The engine python exited with status 7");

            await().until(() -> get(server, "/_chute/ready").statusCode() == 200);
            assertThat(post(server, "/upper").statusCode()).isEqualTo(200);
            assertThat(done).containsExactly("loads", "warms on 200", "warms on 200");
            assertThat(program.running()).as("those of the second run").hasSize(3);
            assertThat(get(server, "/_chute/metrics").body())
                    .contains(
                            "chutes_engine_up{engine=\"python\"} 1.0",
                            "chutes_engine_restarts_total{engine=\"python\"} 1.0");
        }
        program.awaitGone(6);
    }

    @Test
    void startsAnEngineAgainThatAnswersNoMore() throws Exception {
        pace = HASTY;
        try (ChuteServer server = start(program.command("stubborn"), 3)) {
            program.tell("hang");
            await().until(() -> get(server, "/_chute/ready").body().contains("was not healthy 2 times in a row"));
            program.takeBack("hang");

            await().until(() -> get(server, "/_chute/ready").statusCode() == 200);
            assertThat(program.running()).hasSize(1);
        }
        program.awaitGone(2);
    }

    @Test
    void isLostOnceItsEngineWasStartedAgainTooOften() throws Exception {
        try (ChuteServer server = start(program.command(), 1)) {
            assertThat(post(server, "/die").statusCode()).isEqualTo(502);
            await().until(() -> program.notes("pids").size() == 2
                    && get(server, "/_chute/ready").statusCode() == 200);
            assertThat(post(server, "/die").statusCode()).isEqualTo(502);

            assertThat(server.lost().join())
                    .isEqualTo(
                            "the engine python exited with status 7; it was started again 1 times, the most that @Engine allows in a row or within 60 s");
            assertThat(get(server, "/_chute/ready").body()).contains("\"status\":\"failed\"");
            Served.problem(post(server, "/upper"), 503);
        }
        assertThat(program.notes("pids")).hasSize(2);
        program.awaitGone(2);
    }

    /** Whose restarts are further apart than the window is long. */
    @Test
    void isLostWhereItsEngineIsNeverWarmAgain() throws Exception {
        pace = HASTY;
        try (ChuteServer server = serve(lifecycle -> {
            lifecycle.engine(
                    "python",
                    DECLARED,
                    "/health",
                    Duration.ofSeconds(30),
                    2,
                    Duration.ofMillis(1),
                    _ -> program.command().listeningOn(program.port()));
            lifecycle.warmup("warms", _ -> warmUp(program.notes("pids").size()));
        })) {
            assertThat(post(server, "/die").statusCode()).isEqualTo(502);

            assertThat(server.lost().join())
                    .isEqualTo(
                            "the engine python was killed by signal 9, as where memory runs out before it was warm; it was started again 2 times, the most that @Engine allows in a row or within 0 s");
            await().untilAsserted(() ->
                    assertThat(done).containsExactly("warm", "interrupted in run 2", "interrupted in run 3"));
        }
        assertThat(program.notes("pids")).hasSize(3);
        program.awaitGone(3);
    }

    /** Does not end by itself where the engine hangs, the second time, and is killed, the third. */
    private void warmUp(int run) throws IOException {
        if (run == 1) {
            done.add("warm");
            return;
        }
        if (run == 2) {
            program.tell("hang");
        } else {
            program.kill();
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            if (run == 2) {
                program.takeBack("hang");
            }
            done.add("interrupted in run " + run);
        }
    }

    @Test
    void leavesNothingBehindOfAnEngineThatIgnoresSigterm() throws Exception {
        try (ChuteServer _ = start(program.command("stubborn", "family", "scattered"), 0)) {
            assertThat(program.running()).hasSize(4);
        }
        program.awaitGone(4);
    }

    @Test
    void readsAllThatAnEngineSays() throws Exception {
        try (ChuteServer server = start(program.command("chatty"), 0)) {
            assertThat(post(server, "/upper").statusCode()).isEqualTo(200);
        }
        program.awaitGone(1);
    }

    @Test
    void endsAnEngineInTheMiddleOfItsStart() {
        ChuteServer server = listen(lifecycle -> {
            engine(lifecycle, program.command("slow"), 3);
            lifecycle.onStartup("after", 50, _ -> done.add("after"));
            lifecycle.onShutdown("last", 50, _ -> done.add("last"));
        });
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> server.prepare(ServerConfig.local(), phases));
        await().until(() -> program.running().size() == 1);

        server.close();

        assertThatThrownBy(start::join).hasMessageContaining("interrupted while the engine python started");
        assertThat(done).containsExactly("last");
        program.awaitGone(1);
    }

    @Test
    void knowsHowManyGpusAndCallsThereAre() throws Exception {
        Served.start(
                        "\"hardware\": {\"kind\": \"gpu\", \"count\": 4}, \"scaling\": {\"concurrency\": 8}",
                        ServerConfig.local(),
                        phases,
                        lifecycle -> lifecycle.onStartup(
                                "load",
                                50,
                                context -> done.add(context.gpus() + " GPUs, " + context.concurrency() + " calls")),
                        _ -> {})
                .close();

        assertThat(done).containsExactly("4 GPUs, 8 calls");
    }

    private static EnginePace pace(Duration answer) {
        return new EnginePace(
                Duration.ofMillis(20),
                answer,
                Duration.ofMillis(50),
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    private void assertFails(EngineCommand command, String message) {
        assertThatThrownBy(() -> start(command, 3))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(message);
    }

    private ChuteServer start(EngineCommand command, int restarts) {
        return serve(lifecycle -> engine(lifecycle, command, restarts));
    }

    private void engine(Lifecycle lifecycle, EngineCommand command, int restarts) {
        lifecycle.engine(
                "python",
                DECLARED,
                "/health",
                Duration.ofSeconds(30),
                restarts,
                Duration.ofMinutes(1),
                _ -> command.listeningOn(program.port()));
    }

    private ChuteServer serve(Consumer<Lifecycle> lifecycle) {
        ChuteServer server = listen(lifecycle);
        try {
            server.prepare(ServerConfig.local(), phases);
            return server;
        } catch (StartupException e) {
            server.close();
            throw e;
        }
    }

    private ChuteServer listen(Consumer<Lifecycle> lifecycle) {
        return ChuteServer.listen(
                Served.chute("", lifecycle, this::endpoints),
                Served.settings("\"scaling\": {\"concurrency\": 8}").withEngines(pace),
                ServerConfig.local(),
                phases);
    }

    private void endpoints(Routes routes) {
        for (String path : List.of("/upper", "/die")) {
            routes.passthrough("POST", path, DECLARED, path);
        }
        routes.passthrough("GET", "/events", DECLARED, "/events");
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        return send(port, path, "GET").statusCode();
    }

    private static HttpResponse<String> get(ChuteServer server, String path) throws IOException, InterruptedException {
        return send(server.port(), path, "GET");
    }

    private static HttpResponse<String> post(ChuteServer server, String path) throws IOException, InterruptedException {
        return send(server.port(), path, "POST");
    }

    private static HttpResponse<String> send(int port, String path, String method)
            throws IOException, InterruptedException {
        var body = method.equals("POST")
                ? HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("text"))
                : HttpRequest.BodyPublishers.noBody();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .method(method, body)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
