package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.testing.compile.Compilation;
import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A chute of {@code good/}, compiled with the processor, loaded and served on a port of this machine. */
final class ServedFixture implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChuteServer server;
    private final JsonNode manifest;

    private ServedFixture(ChuteServer server, JsonNode manifest) {
        this.server = server;
        this.manifest = manifest;
    }

    static ServedFixture start(Compilation compilation, String routes, String chute) {
        var loader = new CompiledClasses(compilation);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            ChuteServer server = ChuteServer.start(ChuteServer.newRoutes(routes), ServerConfig.local());
            try (InputStream in = loader.getResourceAsStream("META-INF/chutes/" + chute + ".json")) {
                return new ServedFixture(server, Documents.MAPPER.readTree(in));
            }
        } catch (IOException e) {
            throw new AssertionError("the manifest of " + chute, e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** What an endpoint takes, as the manifest says. */
    JsonNode input(String endpoint) {
        for (JsonNode each : manifest.path("endpoints")) {
            if (each.path("name").asText().equals(endpoint)) {
                return each.path("input");
            }
        }
        throw new AssertionError("no endpoint " + endpoint);
    }

    HttpResponse<String> post(String endpoint, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + endpoint))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + body, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
