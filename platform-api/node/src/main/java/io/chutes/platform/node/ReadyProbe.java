package io.chutes.platform.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an instance whether it is ready ({@code GET /_chute/ready}). */
final class ReadyProbe {
    /** Between two questions: a small part of any start. */
    static final Duration PAUSE = Duration.ofMillis(20);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpRequest question;

    ReadyProbe(URI address, String token) {
        this.question = HttpRequest.newBuilder(address.resolve("/_chute/ready"))
                .header("X-Chutes-Instance-Token", token)
                .build();
    }

    /** The parts of its start as it measured them; empty if it is not ready. */
    Optional<List<Phase>> phases() throws InterruptedException {
        var asked = HTTP.sendAsync(question, HttpResponse.BodyHandlers.ofString());
        try {
            var answer = asked.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != OK) {
                return Optional.empty();
            }
            List<Phase> phases = new ArrayList<>();
            for (JsonNode phase : PlatformJson.mapper().readTree(answer.body()).path("phases")) {
                phases.add(new Phase(
                        phase.path("name").asText(), phase.path("millis").asLong()));
            }
            return Optional.of(phases);
        } catch (IOException | ExecutionException | TimeoutException notYet) {
            return Optional.empty();
        } finally {
            asked.cancel(true);
        }
    }
}
