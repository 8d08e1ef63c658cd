package io.chutes.platform.weights;

import io.chutes.platform.client.PatientBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Hugging Face Hub, or a mirror that speaks its HTTP API, as one of its users sees it. */
public final class Hub {
    /** The variable that names the Hub's address. */
    public static final String ENDPOINT = "HF_ENDPOINT";

    /** The variable, and the secret, that holds a user's token. */
    public static final String TOKEN = "HF_TOKEN";

    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_SECONDS = 86_400;

    private final URI base;
    private final @Nullable String token;

    private Hub(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * A Hub.
     *
     * @param address where it answers, as {@value #ENDPOINT} names it
     * @param token a user's, null for anybody
     */
    public static Hub at(String address, @Nullable String token) {
        URI base;
        try {
            base = URI.create(address.strip().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw notAnAddress(address);
        }
        if (base.getHost() == null || !("https".equals(base.getScheme()) || "http".equals(base.getScheme()))) {
            throw notAnAddress(address);
        }
        return new Hub(base, token == null || token.isBlank() ? null : token.strip());
    }

    /** The Hub and the user that the variables name; empty if they name no Hub. */
    public static Optional<Hub> of(Map<String, String> environment) {
        String address = environment.getOrDefault(ENDPOINT, "");
        return address.isBlank() ? Optional.empty() : Optional.of(at(address, environment.get(TOKEN)));
    }

    /** The same Hub for another user. */
    public Hub as(@Nullable String other) {
        return at(base.toString(), other);
    }

    private static WeightsException notAnAddress(String address) {
        return new WeightsException(
                "%s must be the address of a Hub, https://…, got '%s'".formatted(ENDPOINT, address));
    }

    @Nullable String token() {
        return token;
    }

    /**
     * Asks for something.
     *
     * @param path below the Hub's address, each step encoded
     * @param range of bytes, as in the {@code Range} header; null for all
     * @param what is asked for, for messages
     * @throws HubBusyException if it is to be asked again
     * @throws WeightsException if it refuses
     */
    Answer get(String path, @Nullable String range, String what, Duration silence)
            throws IOException, InterruptedException {
        URI place = URI.create(base + path);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response =
                    Http.CLIENT.send(request(place, range, silence), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 200 || response.statusCode() == 206) {
                return new Answer(response.statusCode(), response.headers(), new PatientBody(response.body(), silence));
            }
            response.body().close();
            place = switch (response.statusCode()) {
                case 301, 302, 303, 307, 308 -> redirect(place, response.headers(), what);
                default -> throw refusal(response, what);
            };
        }
        throw new WeightsException("%s: the Hub sent on more than %d times".formatted(what, MOST_REDIRECTS));
    }

    /** An answer with a body, to be closed. */
    record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** A path as part of an address. */
    static String encoded(String path) {
        return Arrays.stream(path.split("/"))
                .map(step -> URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private HttpRequest request(URI place, @Nullable String range, Duration silence) {
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .timeout(silence)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "chutes");
        if (range != null) {
            request.header("Range", range);
        }
        // To the Hub alone, and not to the store of files that it sends on to.
        if (token != null && isOfTheHub(place)) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private boolean isOfTheHub(URI place) {
        return Objects.equals(base.getScheme(), place.getScheme())
                && Objects.equals(base.getAuthority(), place.getAuthority());
    }

    private static URI redirect(URI from, HttpHeaders headers, String what) {
        String location = headers.firstValue("Location").orElse("");
        try {
            URI to = from.resolve(URI.create(location));
            boolean isWeb = "https".equals(to.getScheme())
                    || ("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
            if (!location.isEmpty() && isWeb && to.getHost() != null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw new WeightsException("%s: the Hub sends on to '%s': refused".formatted(what, location));
    }

    private WeightsException refusal(HttpResponse<?> response, String what) throws HubBusyException {
        int status = response.statusCode();
        if (status == 408 || status == 429 || status >= 500) {
            throw new HubBusyException("the Hub answered " + status, retryAfter(response.headers()));
        }
        String why =
                switch (status) {
                    case 401, 403 ->
                        token == null
                                ? ": it is not there, or not for everybody: give a token as " + TOKEN
                                : ": the token in " + TOKEN + " may not read it";
                    case 404 -> ": there is no such thing";
                    default -> "";
                };
        return new WeightsException("%s: the Hub answered %d%s".formatted(what, status, why));
    }

    private static Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,5}")
                ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), MOST_SECONDS))
                : Duration.ZERO;
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return base.toString();
    }

    /** Made with the first question: one with TLS takes longer to make than many a command that asks none. */
    private static final class Http {
        /** HTTP/1.1: parts of a file come over connections of their own, so that one that breaks takes no others along. */
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
