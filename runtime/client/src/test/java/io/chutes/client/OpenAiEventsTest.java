package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Reply;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams as OpenAI's API has them, and answers that may be one. */
class OpenAiEventsTest {
    record Item(String name) {}

    @Test
    void endsAtDone() {
        try (var server = events(": hi\n\ndata: {\"name\": \"a\"}\n\ndata:{\"name\": \"b\"}\n\ndata: [DONE]\n\n");
                Stream<Item> items = server.client().post("/a").events(Item.class)) {
            assertThat(items).containsExactly(new Item("a"), new Item("b"));
        }
    }

    @Test
    void throwsWhereItEndsWithoutDone() {
        try (var server = events("data: {\"name\": \"a\"}\n\n");
                Stream<Item> items = server.client().post("/a").events(Item.class)) {
            assertThatThrownBy(items::toList)
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("ended without its last event");
        }
    }

    @Test
    void throwsTheErrorItEndsIn() {
        String error = """
                data: {"error": {"message": "too late", "type": "server_error", "param": null, "code": null, "status": 504, "requestId": "r1"}}

                """;
        try (var server = events("data: {\"name\": \"a\"}\n\n" + error);
                Stream<Item> items = server.client().post("/a").events(Item.class)) {
            assertThatThrownBy(items::toList).isInstanceOfSatisfying(ChuteUnavailableException.class, thrown -> {
                assertThat(thrown.status()).isEqualTo(504);
                assertThat(thrown.detail()).isEqualTo("too late");
                assertThat(thrown.requestId()).isEqualTo("r1");
            });
        }
        try (var server = events("data: {\"error\": {\"message\": \"of another server\"}}\n\n");
                Stream<Item> items = server.client().post("/a").events(Item.class)) {
            assertThatThrownBy(items::toList)
                    .isInstanceOf(ChuteFailedException.class)
                    .hasMessage("500 of another server");
        }
    }

    @Test
    void takesAnErrorForAValueWhereEventsAreNumbered() {
        String events = "id: 1\ndata: {\"error\": {\"a\": \"b\"}}\n\nevent: completed\ndata: {}\n\n";
        try (var server = events(events);
                var items = server.client().post("/a").events(new JsonType<Map<String, Map<String, String>>>() {})) {
            assertThat(items).containsExactly(Map.of("error", Map.of("a", "b")));
        }
    }

    @Test
    void readsAReplyAsWhatItIs() throws Exception {
        try (var server = StandIn.answering(200, "application/json", "{\"name\": \"whole\"}")) {
            ChuteClient chute = server.client();

            assertThat(chute.post("/a").reply(Item.class, String.class)).isEqualTo(Reply.whole(new Item("whole")));
            assertThat(chute.post("/a").replyAsync(Item.class, String.class).get(60, TimeUnit.SECONDS))
                    .isEqualTo(Reply.whole(new Item("whole")));
            assertThat(server.seen().get(0).header("Accept")).isEqualTo("application/json, text/event-stream");
        }
        try (var server = events("data: \"x\"\n\ndata: [DONE]\n\n")) {
            Reply<Item, String> reply = server.client().post("/a").reply(Item.class, String.class);

            assertThat(reply).isInstanceOf(Reply.Streamed.class);
            assertThat(((Reply.Streamed<Item, String>) reply).events()).containsExactly("x");
        }
    }

    @Test
    void saysWhatAReplyIsNot() {
        try (var server = StandIn.answering(200, "text/html", "<p>hi")) {
            assertThatThrownBy(() -> server.client().post("/a").reply(Item.class, String.class))
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("text/html");
        }
        try (var server = StandIn.answering(402, "application/problem+json", "{\"status\": 402, \"title\": \"pay\"}")) {
            assertThatThrownBy(() -> server.client().post("/a").reply(Item.class, String.class))
                    .isInstanceOf(PaymentRequiredException.class);
        }
    }

    private static StandIn events(String text) {
        return StandIn.answering(200, "text/event-stream", text);
    }
}
