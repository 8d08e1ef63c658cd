package io.chutes.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Calls the endpoints of one chute. Safe for use by many threads. */
public final class ChuteClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int FIRST_PROBLEM = 400;

    private final String address;
    private final @Nullable String key;

    private ChuteClient(URI address, @Nullable String key) {
        String text = address.toString();
        this.address = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.key = key;
    }

    /** A deployed chute: {@code <platform>/c/<account>/<chute>}, called with an API key of its owner. */
    public static ChuteClient of(URI chute, String key) {
        return new ChuteClient(chute, key);
    }

    /** A chute that is served without the platform, as in tests. */
    public static ChuteClient of(URI chute) {
        return new ChuteClient(chute, null);
    }

    /**
     * Posts a body to an endpoint and reads its JSON answer, or with {@code String} as the type its plain text.
     *
     * @throws ChuteProblemException if the answer is a problem
     * @throws ChuteException if there is none, or it is not of that type
     */
    public <T> T call(String path, Object body, Class<T> type) {
        HttpResponse<InputStream> response = send(path, body, "application/json");
        try (InputStream in = response.body()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return type == String.class && isPlainText(response) ? type.cast(text) : Json.read(text, type);
        } catch (IOException e) {
            throw new ChuteException("The answer of " + response.uri() + " broke off: " + e.getMessage(), e);
        }
    }

    /**
     * Posts a body to a streaming endpoint and reads its events as they come. Close the stream to leave early: the chute
     * then stops its work.
     *
     * @throws ChuteProblemException at once if the answer is a problem, while reading if the stream ends in one
     * @throws ChuteException if there is no answer, or while reading if the stream ends without its last event
     */
    public <T> Stream<T> stream(String path, Object body, Class<T> element) {
        HttpResponse<InputStream> response = send(path, body, "text/event-stream");
        var events = new EventReader<>(response.body(), element, response.uri());
        int ordered = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(events, ordered), false)
                .onClose(events::close);
    }

    private static boolean isPlainText(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/plain"))
                .isPresent();
    }

    private HttpResponse<InputStream> send(String path, Object body, String accept) {
        URI target = URI.create(address + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() >= FIRST_PROBLEM) {
                throw problem(response);
            }
            return response;
        } catch (IOException e) {
            throw new ChuteException("Could not call " + target + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChuteException("Interrupted while calling " + target, e);
        }
    }

    private static ChuteProblemException problem(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String requestId = response.headers().firstValue("X-Request-Id").orElse(null);
            return new ChuteProblemException(Problem.read(response.statusCode(), text, requestId));
        }
    }
}
