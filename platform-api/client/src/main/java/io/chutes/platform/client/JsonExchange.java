package io.chutes.platform.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP with one bearer credential. */
final class JsonExchange {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** Of an answer that waits for nothing. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final int FIRST_PROBLEM = 400;

    private final URI base;
    private final @Nullable String credential;

    JsonExchange(URI base, @Nullable String credential) {
        this.base = base;
        this.credential = credential;
    }

    <T> T get(String path, TypeReference<T> type) {
        return read(send(request(path).GET().build()), type);
    }

    <T> T post(String path, Object body, TypeReference<T> type) {
        return read(send(posting(path, body, ANSWER_LIMIT)), type);
    }

    <T> T put(String path, @Nullable Object body, TypeReference<T> type) {
        return read(
                send(request(path)
                        .header("Content-Type", "application/json")
                        .PUT(body == null ? HttpRequest.BodyPublishers.noBody() : json(body))
                        .build()),
                type);
    }

    void delete(String path) {
        check(send(request(path).DELETE().build()));
    }

    /** A stream of events, which may go on for ever. */
    InputStream stream(String path, String header, String value) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .setHeader("Accept", "text/event-stream")
                .setHeader(header, value)
                .build();
        HttpResponse<InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() >= FIRST_PROBLEM) {
            try (InputStream body = answer.body()) {
                throw problem(answer, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return answer.body();
    }

    HttpRequest posting(String path, Object body, Duration limit) {
        return request(path)
                .header("Content-Type", "application/json")
                .timeout(limit)
                .POST(json(body))
                .build();
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        try {
            return HttpRequest.BodyPublishers.ofByteArray(PlatformJson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Could not write a " + body.getClass().getName(), e);
        }
    }

    HttpClient http() {
        return HTTP;
    }

    <T> T read(HttpResponse<String> response, TypeReference<T> type) {
        check(response);
        try {
            return PlatformJson.mapper()
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer platform may say more
                    .readValue(response.body());
        } catch (JsonProcessingException e) {
            throw new PlatformException(
                    "The answer of %s is not as expected: %s".formatted(response.uri(), e.getOriginalMessage()), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_LIMIT).header("Accept", "application/json");
        return credential == null ? request : request.header("Authorization", "Bearer " + credential);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while calling " + request.uri(), e);
        }
    }

    static PlatformException unreachable(HttpRequest request, Throwable cause) {
        return new PlatformException("Could not reach the platform at " + request.uri() + ": " + cause, cause);
    }

    private static void check(HttpResponse<String> response) {
        if (response.statusCode() >= FIRST_PROBLEM) {
            throw problem(response, response.body());
        }
    }

    private static PlatformException problem(HttpResponse<?> response, String body) {
        try {
            return new PlatformException(Problem.read(body));
        } catch (JsonProcessingException notAProblem) {
            String requestId = response.headers().firstValue("X-Request-Id").orElse("unknown");
            return new PlatformException(
                    new Problem("about:blank", "", response.statusCode(), body.strip(), requestId, List.of()));
        }
    }
}
