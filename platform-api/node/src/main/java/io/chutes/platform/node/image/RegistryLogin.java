package io.chutes.platform.node.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.client.PatientBody;
import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a node shows where it pulls: its own token to the platform, and to any other registry only tokens that the platform gave it
 * for the repository at hand.
 */
public final class RegistryLogin {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final int OK = 200;

    private final URI platform;
    private final URI registry;
    private final String token;
    private final HttpClient http;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /**
     * The login of a node.
     *
     * @param token its credential at the platform
     * @param http by which it asks both
     */
    public RegistryLogin(URI platform, URI registry, String token, HttpClient http) {
        this.platform = platform;
        this.http = http;
        this.registry = registry;
        this.token = token;
    }

    HttpClient http() {
        return http;
    }

    /** The {@code Authorization} header to begin with, if any. */
    Optional<String> header(String repository) {
        return registry.equals(platform)
                ? Optional.of("Bearer " + token)
                : Optional.ofNullable(tokens.get(repository)).map(known -> "Bearer " + known);
    }

    /** The header that answers a registry's challenge. */
    String answer(String repository, String challenge) throws IOException, InterruptedException {
        Map<String, String> asked = PARAMETER
                .matcher(challenge)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2), (first, _) -> first));
        URI realm = URI.create(asked.getOrDefault("realm", ""));
        if (!platform.getAuthority().equals(realm.getAuthority())) {
            throw new NodeException(
                    "The registry %s sends this node to %s for a token, which is not its platform: refused"
                            .formatted(registry, realm));
        }
        URI wanted = platform.resolve(realm.getPath() + "?service=" + encoded(asked.getOrDefault("service", ""))
                + "&scope=" + encoded("repository:" + repository + ":pull"));
        var request = HttpRequest.newBuilder(wanted)
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWER_LIMIT)
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = new PatientBody(response.body(), ANSWER_LIMIT)) {
            if (response.statusCode() != OK) {
                throw new NodeException("The platform gave no token for the registry %s: it answered %d"
                        .formatted(registry, response.statusCode()));
            }
            String given = new JsonMapper().readTree(body).path("token").asText();
            tokens.put(repository, given);
            return "Bearer " + given;
        } catch (HttpTimeoutException e) {
            throw RegistryClient.stalled(wanted, ANSWER_LIMIT, e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
