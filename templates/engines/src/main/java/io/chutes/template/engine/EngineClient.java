package io.chutes.template.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Calls of the chute itself to its engine, with the engine's key. */
final class EngineClient {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;

    private static final int UNAUTHORIZED = 401;
    private static final JsonMapper JSON = new JsonMapper();

    private final String address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Empty for an engine that a test put in the place of the template's. */
    private volatile String key = "";

    EngineClient(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    void keyedBy(String other) {
        this.key = other;
    }

    /** The JSON at a path. */
    JsonNode get(String path, Instant deadline) throws IOException, InterruptedException {
        Answer answer = send(request(path, key, deadline).GET());
        answer.require("GET " + path);
        return answer.json();
    }

    /** What a POST is answered, whatever the status. */
    Answer post(String path, Object body, Instant deadline) throws IOException, InterruptedException {
        return send(request(path, key, deadline)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** Makes sure that whoever else is in the container can do nothing with the engine. */
    void requireKey(String path, Instant deadline) throws IOException, InterruptedException {
        if (key.isEmpty()) {
            return;
        }
        for (String wrong : new String[] {"", key.substring(1)}) {
            int status = send(request(path, wrong, deadline).GET()).status();
            if (status != UNAUTHORIZED) {
                throw new IllegalStateException("the engine answers GET %s with %d to a caller with %s key"
                        .formatted(path, status, wrong.isEmpty() ? "no" : "another"));
            }
        }
    }

    private HttpRequest.Builder request(String path, String bearer, Instant deadline) {
        Duration left = Duration.between(Clock.systemUTC().instant(), deadline);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(left.isPositive() ? left : Duration.ofMillis(1));
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.body());
    }

    /** What the engine answered. */
    @SuppressWarnings("ArrayRecordComponent") // held by one caller for a moment
    record Answer(int status, byte[] body) {
        private static final int MOST_TOLD = 500;

        /** Throws what the engine says where it does not answer with 200. */
        void require(String call) {
            if (status != OK) {
                String text = text();
                throw new IllegalStateException("the engine answers %s with %d: %s"
                        .formatted(call, status, text.length() > MOST_TOLD ? text.substring(0, MOST_TOLD) : text));
            }
        }

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        private String text() {
            return new String(body, UTF_8);
        }
    }
}
