package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.Reply;
import io.chutes.runtime.spi.Routes;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams as OpenAI's API has them, always or where a call asks for one. */
class OpenAiStreamTest {
    private static final String MANIFEST = """
            "endpoints": [
                {"method": "POST", "path": "/chat", "dialect": "OPENAI"},
                {"method": "POST", "path": "/either"},
                {"method": "GET", "path": "/late", "dialect": "OPENAI"},
                {"method": "GET", "path": "/early", "dialect": "OPENAI"},
                {"method": "GET", "path": "/silent", "dialect": "OPENAI"},
                {"method": "GET", "path": "/stubborn", "dialect": "OPENAI"},
                {"method": "GET", "path": "/none", "dialect": "OPENAI"},
                {"method": "GET", "path": "/counted", "dialect": "OPENAI"},
                {"method": "GET", "path": "/whole"}],
            "timeouts": {"idle": "PT0.3S"}""";

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Held held = new Held();

    record Prompt(String text, boolean stream) {}

    @Test
    void endsWithDone() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            HttpResponse<String> answer = served.post("/chat", "{\"text\": \"hi\", \"stream\": true}");

            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
            assertThat(answer.body())
                    .isEqualTo("data: {\"text\":\"hi\"}\n\ndata: {\"text\":\"hi\"}\n\ndata: [DONE]\n\n");
            assertThat(closed).isTrue();
            assertThat(served.get("/none").body()).isEqualTo("data: [DONE]\n\n");
        }
    }

    @Test
    void countsTheTokensThatAnswersTell() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            served.get("/counted");
            served.get("/whole");
            served.get("/whole");
            served.get("/none");

            await().untilAsserted(() -> assertThat(served.get("/_chute/metrics").body())
                    .contains(
                            "chutes_tokens_total{endpoint=\"GET /counted\",type=\"input\"} 9.0",
                            "chutes_tokens_total{endpoint=\"GET /counted\",type=\"output\"} 2.0",
                            "chutes_tokens_total{endpoint=\"GET /whole\",type=\"input\"} 10.0",
                            "chutes_tokens_total{endpoint=\"GET /whole\",type=\"output\"} 0.0")
                    .doesNotContain("chutes_tokens_total{endpoint=\"GET /none\""));
        }
    }

    @Test
    void answersJsonFromTheSamePathWhereNoStreamIsAskedFor() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            HttpResponse<String> answer = served.post("/chat", "{\"text\": \"hi\", \"stream\": false}");

            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body()).isEqualTo("{\"text\":\"hi\"}");
            assertThat(served.post("/either", "{\"text\": \"hi\", \"stream\": true}")
                            .body())
                    .startsWith("id: 1\ndata: {\"text\":\"hi\"}\n\n")
                    .endsWith("event: completed\ndata: {\"events\":2}\n\n");
        }
    }

    @Test
    void tellsALateFailureInTheStreamAndAnEarlyOneInTheStatus() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            HttpResponse<String> late = served.get("/late");
            assertThat(late.statusCode()).isEqualTo(200);
            assertThat(late.body()).startsWith("data: 1\n\ndata: {\"error\":").doesNotContain("[DONE]");
            JsonNode error = errorOf(late);
            assertThat(error.path("type").asText()).isEqualTo("server_error");
            assertThat(error.path("status").asInt()).isEqualTo(500);
            assertThat(error.path("requestId").asText())
                    .isEqualTo(late.headers().firstValue("X-Request-Id").orElseThrow());
            assertThat(error.path("message").asText()).doesNotContain("secret");

            Served.problem(served.get("/early"), 409);
            assertThat(served.get("/_chute/metrics").body())
                    .contains("status=\"500\"")
                    .contains("status=\"409\"");
        }
    }

    @Test
    void endsWhatIsSilentForTooLongWithAnErrorToo() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            for (String path : new String[] {"/silent", "/stubborn"}) {
                HttpResponse<String> answer = served.get(path);

                assertThat(answer.body()).as(path).startsWith("data: 1\n\n");
                assertThat(errorOf(answer).path("status").asInt()).isEqualTo(504);
                assertThat(errorOf(answer).path("message").asText()).contains("@Timeouts(idle)");
            }
            held.release();
        }
    }

    @Test
    void keepsASilentStreamAwakeWithComments() throws Exception {
        String patient = MANIFEST.replace("PT0.3S", "PT1M");
        Settings settings = Served.settings(patient).withHeartbeat(Duration.ofMillis(50));
        try (var served = Served.with(settings, Served.chute(patient, _ -> {}, this::endpoints));
                var caller = RawCaller.of(served.port())) {
            caller.get("/silent").lineWith("data: 1");
            for (int beats = 0; beats < 2; beats++) {
                assertThat(caller.lineWith(":")).startsWith(": ");
            }
            held.release();

            assertThat(caller.lineWith("data: 2")).isEqualTo("data: 2");
            assertThat(caller.lineWith("data:")).isEqualTo("data: [DONE]");
        }
    }

    @Test
    void closesTheStreamOfACallerWhoLeaves() throws Exception {
        try (var served = Served.endpoints(MANIFEST.replace("PT0.3S", "PT1M"), this::endpoints)) {
            try (var caller = RawCaller.of(served.port())) {
                caller.get("/silent").lineWith("data: 1");
            }

            await().untilTrue(closed);
        }
    }

    @Test
    void refusesAKeyForWhatMayStream() throws Exception {
        try (var served = Served.endpoints(MANIFEST, this::endpoints)) {
            var request = served.to("/chat")
                    .header("Idempotency-Key", "k")
                    .POST(BodyPublishers.ofString("{\"text\": \"hi\", \"stream\": false}"));

            Served.problem(served.send(request), 400);
        }
    }

    private static JsonNode errorOf(HttpResponse<String> answer) {
        String last = answer.body().strip();
        return Served.json(last.substring(last.lastIndexOf("data: ") + "data: ".length()))
                .path("error");
    }

    private void endpoints(Routes routes) {
        routes.stream("GET", "/counted", _ -> Stream.of(1, 2)
                .map(made -> Map.of("usage", Map.of("prompt_tokens", 9, "completion_tokens", made))));
        routes.json("GET", "/whole", _ -> Map.of("usage", Map.of("prompt_tokens", 5)));
        routes.reply("POST", "/chat", request -> reply(request.body(Prompt.class)));
        routes.reply("POST", "/either", request -> reply(request.body(Prompt.class)));
        routes.stream("GET", "/late", _ -> Stream.of(1, 2).peek(n -> {
            if (n == 2) {
                throw new IllegalStateException("secret");
            }
        }));
        routes.stream("GET", "/early", _ -> {
            throw new ProblemException(409, "not now");
        });
        routes.stream("GET", "/silent", _ -> twoAfter(held::pause).onClose(() -> closed.set(true)));
        routes.stream("GET", "/stubborn", _ -> twoAfter(held::takeNoNotice));
        routes.stream("GET", "/none", _ -> Stream.of());
    }

    private Reply<Map<String, String>, Map<String, String>> reply(Prompt prompt) {
        Map<String, String> text = Map.of("text", prompt.text());
        return prompt.stream()
                ? Reply.streamed(Stream.of(text, text).onClose(() -> closed.set(true)))
                : Reply.whole(text);
    }

    private static Stream<Integer> twoAfter(Runnable pause) {
        return Stream.of(1, 2).peek(n -> {
            if (n == 2) {
                pause.run();
            }
        });
    }
}
