package io.chutes.cli.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One call of the sample through the gateway, as any HTTP client would make it.
 *
 * @param path the endpoint
 * @param body the JSON to send
 */
record SampleCall(String path, String body) {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);

    /** Calls, and hands on each line of the answer as it comes. */
    void send(URI chute, String key, Consumer<String> line) {
        URI target = URI.create(chute + path);
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(ANSWER_LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) {
                    throw new QuickstartException("POST %s answered %d: %s"
                            .formatted(
                                    target,
                                    response.statusCode(),
                                    String.join(" ", lines.lines().toList())));
                }
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line.accept(text);
                }
            }
        } catch (IOException e) {
            throw new QuickstartException("POST " + target + " broke off: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("POST " + target + " was interrupted");
        }
    }

    /** The same call for a shell; {@code keyFile} holds the key. */
    String curl(URI chute, Path keyFile) {
        return "curl -N -H \"Authorization: Bearer $(cat '%s')\" -H 'Content-Type: application/json' -d '%s' %s"
                .formatted(keyFile, body, chute + path);
    }
}
