package io.chutes.template.engine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Calls of the chute itself to its engine, with the engine's key. They have no limit of their own: whoever is over the limit of the start
 * or of a call is interrupted by the runtime, which knows what to say of it.
 */
final class EngineClient {
    private static final int UNAUTHORIZED = 401;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile int port;
    /** Empty for an engine that a test put in the place of the template's. */
    private volatile String key = "";

    EngineClient(int port) {
        this.port = port;
    }

    /** The engine listens on another port from now on, and wants a key. */
    void listensOn(int otherPort, String otherKey) {
        this.port = otherPort;
        this.key = otherKey;
    }

    EngineAnswer get(String path) throws IOException, InterruptedException {
        return send("GET " + path, request(path, key).GET());
    }

    EngineAnswer post(String path, Object body) throws IOException, InterruptedException {
        return send(
                "POST " + path,
                request(path, key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** Makes sure that a path which the engine guards is closed to whoever else is on the host. */
    void requireKey(String path) throws IOException, InterruptedException {
        if (key.isEmpty()) {
            return;
        }
        for (String wrong : new String[] {"", key.substring(1)}) {
            EngineAnswer answer = send("GET " + path, request(path, wrong).GET());
            if (answer.status() != UNAUTHORIZED) {
                throw new IllegalStateException("the engine answers %s with %d to a caller with %s key"
                        .formatted(answer.call(), answer.status(), wrong.isEmpty() ? "no" : "another"));
            }
        }
    }

    private HttpRequest.Builder request(String path, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private EngineAnswer send(String call, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new EngineAnswer(call, response.statusCode(), response.body());
    }
}
