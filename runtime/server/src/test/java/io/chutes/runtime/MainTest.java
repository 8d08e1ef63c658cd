package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The entry point as a process of its own. */
class MainTest {
    @TempDir
    Path folder;

    @Test
    void finishesTheStreamThatRunsWhenItIsToldToEnd() throws Exception {
        int port = MainProcess.freePort();
        Process chute = start(SlowRoutes.class, port);
        try (var log = chute.inputReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("Serving"))).isTrue();
            var stream = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("id: 1");

                chute.destroy();

                assertThat(lines.lines()).contains("id: " + SlowRoutes.EVENTS, "event: completed");
            }
            assertThat(chute.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(chute.exitValue()).isZero();
        } finally {
            chute.destroyForcibly();
        }
    }

    @Test
    void servesAllTheSameWhereTheJvmRefusesItsAotCacheAndSaysSo() throws Exception {
        int port = MainProcess.freePort();
        Process chute = MainProcess.serving(
                SlowRoutes.class,
                folder,
                port,
                Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTCache=missing -Dchutes.aot.cache=missing"));
        try (var log = chute.inputReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("Serving"))).isTrue();
            HttpResponse<String> ready = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_chute/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(Served.json(ready).path("aotCache").textValue()).isEqualTo("refused");
        } finally {
            chute.destroyForcibly();
        }
    }

    @Test
    void logsALineOfJsonForEachEventWithTheCallThatItIsOf() throws Exception {
        int port = MainProcess.freePort();
        Process chute = start(SlowRoutes.class, port);
        try (var log = chute.inputReader()) {
            assertThat(Served.json(log.readLine()).path("message").textValue()).startsWith("Serving ");
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/logs"))
                                    .header("X-Request-Id", "r-7")
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            JsonNode line = Served.json(log.readLine());

            assertThat(line.path("level").textValue()).isEqualTo("WARN");
            assertThat(line.path("logger").textValue()).isEqualTo("shop");
            assertThat(line.path("message").textValue()).isEqualTo("sold 3");
            assertThat(line.path("requestId").textValue()).isEqualTo("r-7");
            assertThat(line.path("endpoint").textValue()).isEqualTo("GET /logs");
            assertThat(line.path("traceId").textValue()).matches("[0-9a-f]{32}");
        } finally {
            chute.destroyForcibly();
        }
    }

    /** A program of that name, which prints what the real one prints for two GPUs, one of which does not tell its use. */
    @Test
    void tellsTheMemoryOfGpusWhereNvidiaSmiDoes() throws Exception {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), """
                #!/bin/sh
                [ "$1" = --query-gpu=index,memory.used,memory.total ] && [ "$2" = --format=csv,noheader,nounits ] || exit 1
                printf '0, 1024, 81559\\n1, [N/A], 81559\\n'
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        int port = MainProcess.freePort();
        Process chute = MainProcess.serving(
                SlowRoutes.class, folder, port, Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH")));
        try (var log = chute.inputReader()) {
            assertThat(log.readLine()).contains("Serving");
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_chute/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();

            assertThat(metrics)
                    .contains(
                            "chutes_gpu_memory_used_bytes{gpu=\"0\"} 1.073741824E9",
                            "chutes_gpu_memory_total_bytes{gpu=\"0\"} 8.5520809984E10")
                    .doesNotContain("gpu=\"1\"");
        } finally {
            chute.destroyForcibly();
        }
    }

    @Test
    void saysWhatIsAskedOfOpenTelemetryAndNotGiven() throws Exception {
        assertFirstWarning(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"),
                "[OTEL_EXPORTER_OTLP_ENDPOINT] set, and no spans are sent: add the dependency io.chutes:chutes-runtime-telemetry");
        assertFirstWarning(
                Map.of("OTEL_SERVICE_NAME", "shop"),
                "[OTEL_SERVICE_NAME] set, and no spans are sent: OTEL_EXPORTER_OTLP_ENDPOINT says where to");
    }

    private void assertFirstWarning(Map<String, String> variables, String message) throws IOException {
        Process chute = MainProcess.serving(SlowRoutes.class, folder, MainProcess.freePort(), variables);
        try (var log = chute.inputReader()) {
            JsonNode line = Served.json(log.readLine());

            assertThat(line.path("level").textValue()).isEqualTo("WARN");
            assertThat(line.path("message").textValue()).startsWith(message);
        } finally {
            chute.destroyForcibly();
        }
    }

    @Test
    void saysInOneSentenceWhyItCannotServe() throws Exception {
        assertFails(
                MainProcess.start(folder, "META-INF/chutes/absent.json", 0, Map.of()),
                "there is no META-INF/chutes/absent.json on the class path");
        Files.writeString(folder.resolve("absent.json"), "{\"routesClass\": \"io.chutes.Absent\"}");
        assertFails(
                MainProcess.start(folder, "absent.json", 0, Map.of()),
                "the class io.chutes.Absent is not on the class path");
        assertFails(start(String.class, 0), "java.lang.String is not a class of routes");
        assertFails(start(BrokenRoutes.class, 0), "the constructor of the chute threw");
        try (var taken = new ServerSocket(0)) {
            assertFails(start(SlowRoutes.class, taken.getLocalPort()), "cannot listen on port " + taken.getLocalPort());
        }
    }

    private static void assertFails(Process process, String sentence) throws IOException, InterruptedException {
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(error).startsWith("chutes: ").contains(sentence).hasLineCount(1);
    }

    private Process start(Class<?> routes, int port) throws IOException {
        return MainProcess.serving(routes, folder, port, Map.of());
    }

    static final class SlowRoutes implements ChuteRoutes {
        static final int EVENTS = 3;

        @Override
        public String name() {
            return "workshop";
        }

        @Override
        public void register(Routes routes) {
            routes.empty("GET", "/logs", _ -> LoggerFactory.getLogger("shop").warn("sold {}", 3));
            routes.stream(
                    "GET", "/slow", request -> IntStream.rangeClosed(1, EVENTS).mapToObj(n -> {
                        try {
                            TimeUnit.MILLISECONDS.sleep(
                                    1200); // longer than Jetty lets a connection idle while it stops
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("the drain interrupted a running call", e);
                        }
                        return n;
                    }));
        }
    }

    static final class BrokenRoutes implements ChuteRoutes {
        BrokenRoutes() {
            throw new IllegalStateException("no model file");
        }

        @Override
        public String name() {
            return "workshop";
        }

        @Override
        public void register(Routes routes) {}
    }
}
