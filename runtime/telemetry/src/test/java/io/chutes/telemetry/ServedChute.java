package io.chutes.telemetry;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.Main;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A chute in a process of its own, as in a container, and what it logs. */
final class ServedChute implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final BufferedReader log;
    private final List<String> lines = new ArrayList<>();
    private final int port;

    private ServedChute(Process process, int port) {
        this.process = process;
        this.log = process.inputReader();
        this.port = port;
    }

    /** Serves until it is closed. */
    static ServedChute start(Path folder, Map<String, String> variables) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        ServedChute chute = launch(folder, variables, port);
        for (String line = chute.log.readLine(); line != null; line = chute.log.readLine()) {
            chute.lines.add(line);
            if (line.contains("Serving")) {
                return chute;
            }
        }
        throw new AssertionError("it did not start: " + chute.lines + chute.errors());
    }

    static ServedChute launch(Path folder, Map<String, String> variables, int port) throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"name\": \"traced\", \"routesClass\": \"%s\"}".formatted(TracedRoutes.class.getName()));
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName(),
                "manifest.json");
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
        builder.environment().putAll(variables);
        builder.environment().put("CHUTES_PORT", Integer.toString(port));
        builder.environment().put("CHUTES_HOST", "127.0.0.1");
        return new ServedChute(builder.start(), port);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Ends it as a platform does; its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end");
        }
        return process.exitValue();
    }

    /** Waits for its end; its exit code. */
    int await() throws InterruptedException {
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    List<String> logged() {
        return lines;
    }

    String errors() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Endpoints that end in every way. */
    public static final class TracedRoutes implements ChuteRoutes {
        @Override
        public String name() {
            return "traced";
        }

        @Override
        public void register(Routes routes) {
            routes.text("GET", "/items/{id}", "text/plain", request -> {
                // as a library that knows OpenTelemetry does
                Span span = GlobalOpenTelemetry.getTracer("of the chute")
                        .spanBuilder("look")
                        .startSpan();
                span.end();
                return request.path("id", String.class);
            });
            routes.text("GET", "/fails", "text/plain", _ -> {
                throw new IllegalStateException("broken");
            });
            routes.text("GET", "/refuses", "text/plain", _ -> {
                throw new ProblemException(409, "not now");
            });
        }
    }
}
