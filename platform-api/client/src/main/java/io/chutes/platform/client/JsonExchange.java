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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP with one bearer credential. */
final class JsonExchange {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Of an answer that waits for nothing. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final int OK = 200;
    private static final int FIRST_PROBLEM = 400;
    private static final int PAGE_LIMIT = 200;

    private final HttpClient http;
    private final URI base;
    private final @Nullable String credential;
    private final Terms terms;

    JsonExchange(URI base, @Nullable String credential) {
        this("http".equals(base.getScheme()) ? Plain.HTTP : Usual.HTTP, base, credential);
    }

    JsonExchange(HttpClient http, URI base, @Nullable String credential) {
        this(http, base, credential, Terms.NONE);
    }

    private JsonExchange(HttpClient http, URI base, @Nullable String credential, Terms terms) {
        this.http = http;
        this.base = base;
        this.credential = credential;
        this.terms = terms;
    }

    /** The same, on other terms. */
    JsonExchange on(UnaryOperator<Terms> others) {
        return new JsonExchange(http, base, credential, others.apply(terms));
    }

    <T> T get(String path, TypeReference<T> type) {
        HttpResponse<String> response = send(request(path).GET().build());
        T value = read(response, type);
        terms.seen().accept(response.headers().firstValue("ETag"));
        return value;
    }

    /** Whether there is something of a media type, by HEAD; not if it may not be read. */
    boolean has(String path, String mediaType) {
        HttpRequest request =
                request(path).HEAD().setHeader("Accept", mediaType).build();
        return send(request).statusCode() == OK;
    }

    /** JSON as it stands there. */
    String text(String path) {
        HttpResponse<String> response = send(request(path).GET().build());
        check(response);
        return response.body();
    }

    /** Asks for something that creates nothing. */
    <T> T post(String path, Object body, TypeReference<T> type) {
        terms.requireNone("POST " + path);
        return read(send(posting(path, body, ANSWER_LIMIT)), type);
    }

    /** Creates something, once: if the connection breaks it is asked for again, as the same request. */
    <T> T create(String path, @Nullable Object body, TypeReference<T> type) {
        terms.requireNoTag("POST " + path);
        return create(posting(path, body, ANSWER_LIMIT), type);
    }

    /** The same, if what it changes is as it was seen. */
    <T> T createOnTop(String path, Object body, TypeReference<T> type) {
        return create(conditional(posting(path, body, ANSWER_LIMIT)), type);
    }

    private <T> T create(HttpRequest request, TypeReference<T> type) {
        return read(Creation.of(request, terms.idempotencyKey()).send(http), type);
    }

    /** Changes something, whatever it is like. */
    <T> T put(String path, @Nullable Object body, TypeReference<T> type) {
        terms.requireNone("PUT " + path);
        return read(send(putting(path, body)), type);
    }

    /** Changes something, if it is as it was seen. */
    <T> T update(String path, Object body, TypeReference<T> type) {
        terms.requireNoKey("PUT " + path);
        return read(send(conditional(putting(path, body))), type);
    }

    /** Deletes something, whatever it is like. */
    void delete(String path) {
        terms.requireNone("DELETE " + path);
        check(send(request(path).DELETE().build()));
    }

    /** The same, with an answer. */
    <T> T delete(String path, TypeReference<T> type) {
        terms.requireNone("DELETE " + path);
        return read(send(request(path).DELETE().build()), type);
    }

    /** Deletes something, if it is as it was seen. */
    void deleteSeen(String path) {
        terms.requireNoKey("DELETE " + path);
        check(send(conditional(request(path).DELETE().build())));
    }

    private HttpRequest conditional(HttpRequest request) {
        return terms.tag() == null
                ? request
                : HttpRequest.newBuilder(request, (_, _) -> true)
                        .setHeader("If-Match", terms.tag())
                        .build();
    }

    private HttpRequest putting(String path, @Nullable Object body) {
        return request(path)
                .header("Content-Type", "application/json")
                .PUT(body == null ? HttpRequest.BodyPublishers.noBody() : json(body))
                .build();
    }

    /** A stream of events, which may go on for ever; with a header that is left out where it has no value. */
    InputStream stream(String path, String header, @Nullable String value) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).setHeader("Accept", "text/event-stream");
        if (value != null) {
            request.setHeader(header, value);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() >= FIRST_PROBLEM) {
            try (InputStream body = answer.body()) {
                throw problem(answer, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return answer.body();
    }

    HttpRequest posting(String path, @Nullable Object body, Duration limit) {
        return request(path)
                .header("Content-Type", "application/json")
                .timeout(limit)
                .POST(body == null ? HttpRequest.BodyPublishers.noBody() : json(body))
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
        return http;
    }

    static HttpClient usualHttp() {
        return Usual.HTTP;
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

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return WholeAnswer.await(http, request);
        } catch (IOException e) {
            throw unreachable(request, e);
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    static PlatformException interrupted(HttpRequest request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PlatformException("Interrupted while calling " + request.uri(), e);
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
                    new Problem("about:blank", "", response.statusCode(), beginning(body), requestId, List.of()));
        }
    }

    /** Of what something before the platform said, such as a proxy's page. */
    private static String beginning(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > PAGE_LIMIT ? line.substring(0, PAGE_LIMIT) + "…" : line;
    }

    /** Made when it is first needed. */
    private static final class Usual {
        static final HttpClient HTTP =
                HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    }

    /** For addresses without TLS: any other reads the certificates of all authorities as it is made, which takes longer than a call. */
    private static final class Plain {
        static final HttpClient HTTP = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .sslContext(trustingNobody())
                .build();

        private static SSLContext trustingNobody() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[0], null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java has TLS", e);
            }
        }
    }
}
