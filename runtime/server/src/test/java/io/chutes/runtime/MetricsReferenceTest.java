package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reference/metrics.md} is what an instance tells that has everything there is to measure. */
class MetricsReferenceTest {
    private static final Path PAGE = Path.of("../../docs/reference/metrics.md");
    private static final boolean WRITE = "write".equals(System.getProperty("docs"));
    private static final Pattern HELP = Pattern.compile("# HELP (chutes_\\S+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (chutes_\\S+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("(chutes_[a-z_]+)\\{(.*)} .*");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

    @TempDir
    Path folder;

    @Test
    void tellsOfEveryMetric() throws Exception {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\necho '0, 1, 2'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        int port = MainProcess.freePort();
        int engine = MainProcess.freePort();
        Process chute = MainProcess.serving(
                Measured.class,
                folder,
                port,
                Map.of(
                        "PATH",
                        folder + File.pathSeparator + System.getenv("PATH"),
                        "ENGINE",
                        Integer.toString(engine)));
        try (var log = chute.inputReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("Serving"))).isTrue();
            send(port, "POST", "/batched");
            send(port, "GET", "/tokens");
            await().untilAsserted(() -> assertThat(send(port, "GET", "/_chute/metrics"))
                    .contains("chutes_tokens_total{endpoint", "chutes_queue_seconds_count{endpoint=\"POST /batched"));

            String page = page(send(port, "GET", "/_chute/metrics"));

            if (WRITE) {
                Files.writeString(PAGE, page);
            }
            assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                    .as(
                            "docs/reference/metrics.md is made from what an instance tells, which has changed: mvn -pl samples -am test "
                                    + "-Dtest=*ReferenceTest,OpenApiRoutesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs=write")
                    .isEqualTo(page);
            chute.destroy();
            chute.waitFor();
        } finally {
            chute.destroyForcibly();
        }
    }

    private static String page(String scraped) {
        Map<String, String> helps = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        scraped.lines().forEach(line -> {
            HELP.matcher(line).results().forEach(help -> helps.put(help.group(1), help.group(2)));
            TYPE.matcher(line).results().forEach(type -> types.put(type.group(1), type.group(2)));
            SAMPLE.matcher(line).results().forEach(sample -> {
                String name = sample.group(1).replaceAll("_(bucket|count|sum)$", "");
                Set<String> known = labels.computeIfAbsent(name, _ -> new LinkedHashSet<>());
                LABEL.matcher(sample.group(2)).results().forEach(label -> known.add("`" + label.group(1) + "`"));
                known.remove("`le`"); // the buckets
            });
        });
        var page = new StringBuilder("""
                # Metrics

                What an instance tells Prometheus at `/_chute/metrics`. Made from what one tells that has a batched endpoint, an engine and a GPU;
                where something is not there, its lines are not either. Beside these are Micrometer's own of the JVM (`jvm_…`) and the processor
                (`process_…`, `system_…`).

                | metric | type | labels | |
                |---|---|---|---|
                """);
        helps.forEach((name, help) -> page.append("| `%s` | %s | %s | %s |%n"
                .formatted(name, types.get(name), String.join(", ", labels.getOrDefault(name, Set.of())), help)));
        return page.toString();
    }

    private static String send(int port, String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "1" : ""))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** An endpoint of each kind that is measured, beside a server of the JDK's for an engine. */
    static final class Measured implements ChuteRoutes {
        @Override
        public String name() {
            return "measured";
        }

        @Override
        public void prepare(Lifecycle lifecycle) {
            int port = Integer.parseInt(System.getenv("ENGINE"));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            lifecycle.engine(
                    "files",
                    port,
                    "/",
                    Duration.ofSeconds(30),
                    0,
                    Duration.ofMinutes(1),
                    _ -> EngineCommand.of(
                            java, "-m", "jdk.httpserver", "-b", "127.0.0.1", "-p", Integer.toString(port)));
        }

        @Override
        public void register(Routes routes) {
            routes.batched("POST", "/batched", Integer.class, 8, Duration.ofMillis(1), numbers -> numbers);
            routes.json("GET", "/tokens", _ -> Map.of("usage", Map.of("prompt_tokens", 1, "completion_tokens", 2)));
        }
    }
}
