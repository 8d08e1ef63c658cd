package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Untagged;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    @Test
    void readsJsonOfAnyType() {
        try (var server = StandIn.answering(200, "application/json", "{\"a\": [{\"name\": \"n\", \"note\": null}]}")) {
            Map<String, List<Item>> read = server.client().get("/a").read(new JsonType<Map<String, List<Item>>>() {});

            assertThat(read).isEqualTo(Map.of("a", List.of(new Item("n", Optional.empty()))));
        }
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var kinds = new Kinds(
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMinutes(90),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                new BigDecimal("1.20"),
                new byte[] {1, 2},
                Set.of(Size.LARGE),
                Optional.of(3));

        String json = new String(Json.SHARED.write(kinds), StandardCharsets.UTF_8);
        Kinds read = Json.SHARED.read(Json.SHARED.write(kinds), JsonType.of(Kinds.class), "it");

        assertThat(json).contains("\"2026-01-02T03:04:05Z\"", "\"PT1H30M\"", "1.20", "\"AQI=\"", "[\"LARGE\"]");
        assertThat(read).usingRecursiveComparison().isEqualTo(kinds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"n\", \"count\": 1.5}              | /count",
                "{\"name\": \"n\"}                            | /count",
                "{\"count\": 1}                               | /name",
                "{\"name\": null, \"count\": 1}               | /name",
                "{\"name\": \"n\", \"count\": 1, \"in\": [{}]} | /in/0/name",
            })
    void saysWhatOfAnAnswerIsMissingOrOfAnotherType(String json, String place) {
        try (var server = StandIn.answering(200, "application/json", json)) {
            assertThatThrownBy(() -> server.client().get("/a").read(Counted.class))
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("is no " + Counted.class.getName() + ": " + place + ": ");
        }
    }

    @Test
    void letsWhatMayBeMissingBeMissing() {
        try (var server = StandIn.answering(200, "application/json", "{\"name\": \"n\", \"count\": 1, \"new\": 2}")) {
            assertThat(server.client().get("/a").read(Counted.class))
                    .isEqualTo(new Counted("n", 1, Optional.empty(), null));
        }
    }

    @Test
    void letsWhatStandsForATypeParameterBeMissing() {
        try (var server = StandIn.answering(200, "application/json", "{\"first\": 1, \"second\": null}")) {
            assertThat(server.client().get("/a").read(new JsonType<Pair<Integer, Optional<String>>>() {}))
                    .isEqualTo(new Pair<>(1, Optional.<String>empty()));
        }
    }

    @Test
    void tellsTheRecordsOfASealedInterfaceApart() {
        assertThat(read("{\"one\":[3]}"))
                .isEqualTo(new Choice(new Either.Counts(List.of(3)), Optional.empty(), Optional.empty()));
        String drawn = "{\"type\":\"Circle\",\"radius\":2,\"new\":1}";
        assertThat(read("{\"one\":\"a\",\"maybe\":" + drawn + ",\"shape\":{\"type\":\"Point\"}}"))
                .isEqualTo(new Choice(
                        new Either.Word("a"),
                        Optional.of(new Either.Drawn(new Shape.Circle(2))),
                        Optional.of(new Shape.Point())));
        assertThatThrownBy(() -> read("{\"one\":true}"))
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining("is no " + Choice.class.getName() + ": /one: ")
                .hasMessageContaining("Either");
        assertThatThrownBy(() -> read("{\"maybe\":\"a\"}"))
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining(": /one: ");
        assertThatThrownBy(() -> read("{\"one\":\"a\",\"shape\":{\"type\":\"Line\"}}"))
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining("is no " + Choice.class.getName() + ": /shape: ")
                .hasMessageContaining("'Line'");
        assertThatThrownBy(() -> read("{\"one\":\"a\",\"shape\":{\"type\":\"Circle\"}}"))
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining(": /shape/radius: ");
    }

    private static Choice read(String json) {
        return Json.SHARED.read(json.getBytes(StandardCharsets.UTF_8), JsonType.of(Choice.class), "it");
    }

    @Test
    void readsTextInItsCharset() {
        try (var server = StandIn.answering(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=ISO-8859-1");
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write(0xfc);
            exchange.close();
        })) {
            assertThat(server.client().get("/a").readText()).isEqualTo("\u00fc");
        }
    }

    @Test
    void keepsTheFileWhereANewOneDoesNotComeWhole(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("old.txt"), "old");
        try (var server = StandIn.answering(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
            exchange.getHttpContext().getServer().stop(0);
        })) {
            assertThatThrownBy(() -> server.client().get("/a").download().saveTo(file))
                    .isInstanceOf(ChuteException.class);
        }

        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).containsExactly("old.txt");
        assertThat(file).hasContent("old");
    }

    @Test
    void saysWhatIsNoStreamOfEvents() {
        try (var server = StandIn.answering(200, "text/html", "<p>hi")) {
            assertThatThrownBy(() -> server.client().get("/a").events(Item.class))
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("is no stream of events but text/html");
        }
    }

    @Test
    void takesAByteOrderMarkForNone() {
        String events = "\ufeffdata: {\"name\": \"n\"}\n\nevent: completed\ndata: {}\n\n";
        try (var server = StandIn.answering(200, "text/event-stream", events)) {
            assertThat(server.client().get("/a").events(Item.class)).containsExactly(new Item("n", Optional.empty()));
        }
    }

    @Test
    void readsProblemsWithMembersOfAnySort() {
        String problem =
                "{\"status\": \"x\", \"errors\": [\"one\", {\"pointer\": \"/a\", \"more\": 1}], \"balance\": 7}";
        try (var server = StandIn.answering(402, "application/problem+json", problem)) {
            assertThatThrownBy(() -> server.client().get("/a").send())
                    .isInstanceOfSatisfying(PaymentRequiredException.class, thrown -> {
                        assertThat(thrown.status()).isEqualTo(402);
                        assertThat(thrown.errors()).containsExactly(new FieldError("/a", "", ""));
                    });
        }
    }

    @Test
    void tellsAProblemInNoMoreThanCanBeRead() {
        String problem = "{\"detail\": \"" + "d".repeat(1 << 20) + "\"}";
        try (var server = StandIn.answering(400, "application/problem+json", problem)) {
            assertThatThrownBy(() -> server.client().get("/a").send())
                    .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(1100));
        }
    }

    @Test
    void readsTextAndNothing() {
        try (var server = StandIn.answering(200, "text/csv;charset=utf-8", "a,ü")) {
            assertThat(server.client().get("/a").readText()).isEqualTo("a,ü");
        }
        try (var server = StandIn.answering(204, "text/plain", "")) {
            server.client().delete("/a").send();
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void readsAnswersLater() throws Exception {
        try (var server = StandIn.answering(200, "text/plain", "hi")) {
            ChuteClient chute = server.client();

            assertThat(chute.get("/a").readTextAsync().get(60, TimeUnit.SECONDS))
                    .isEqualTo("hi");
            assertThat(chute.get("/a").readAsync(String.class).get(60, TimeUnit.SECONDS))
                    .isEqualTo("hi");
            assertThat(chute.get("/a").sendAsync().get(60, TimeUnit.SECONDS)).isNull();
            assertThat(chute.get("/a").downloadAsync().get(60, TimeUnit.SECONDS).bytes())
                    .isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void downloads(@TempDir Path folder) throws IOException {
        try (var server = StandIn.answering(200, "image/png", "pixels")) {
            ChuteClient chute = server.client();
            Path file = folder.resolve("a.png");

            Download image = chute.get("/a").download();
            chute.get("/a").download().saveTo(file);
            try (InputStream in = chute.get("/a").download().stream()) {
                assertThat(in.read()).isEqualTo('p');
            }

            assertThat(image.contentType()).isEqualTo("image/png");
            assertThat(image.length()).hasValue(6);
            assertThat(new String(image.bytes(), StandardCharsets.UTF_8)).isEqualTo("pixels");
            assertThat(file).hasContent("pixels");
            assertThatThrownBy(() -> chute.get("/a").download().saveTo(folder.resolve("no/such")))
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("no/such");
            assertThat(folder).isDirectoryNotContaining(Files::isDirectory);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": 1}         | Item",
                "{\"name\": \"n\"} {}  | Item",
                "[1]                   | Item",
                "null                  | it is null",
                "<html>                | text/html",
            })
    void saysWhatAnswerIsNotOfTheType(String body, String said) {
        try (var server = StandIn.answering(200, "text/html", body)) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.get("/a").read(Item.class))
                    .isExactlyInstanceOf(ChuteException.class)
                    .hasMessageContaining(said)
                    .hasMessageContaining("/c/alice/shop/a");
        }
    }

    @Test
    void doesNotMakeUpANumberThatIsMissing() {
        try (var server = StandIn.answering(200, "application/json", "{}")) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.get("/a").read(Count.class)).hasMessageContaining("Count");
        }
    }

    @Test
    void saysThatAnAnswerBrokeOff() {
        try (var server = StandIn.answering(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        })) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.post("/a").read(Item.class))
                    .isExactlyInstanceOf(ChuteException.class)
                    .hasMessageContaining("/c/alice/shop/a");
            assertThatThrownBy(() -> chute.post("/a").download().bytes()).hasMessageContaining("broke off");
        }
    }

    @Test
    void tellsTheStatusOfAPageInAnUnknownCharset() {
        try (var server = StandIn.answering(502, "text/html; charset=x-odd", "<p>bad gateway</p>")) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.post("/a").send())
                    .isInstanceOf(ChuteUnavailableException.class)
                    .hasMessageStartingWith("502");
        }
    }

    @Test
    void followsNoRedirection() {
        try (var server = StandIn.answering(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://elsewhere.example/");
            StandIn.answer(exchange, 307, "text/plain", "");
        })) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.get("/a/{b}").path("b", "50 % off").read(Item.class))
                    .isInstanceOf(ChuteProblemException.class)
                    .hasMessageContaining("/a/50%20%25%20off is redirected to http://elsewhere.example/");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException", "422, InvalidRequestException", "401, UnauthorizedException",
        "403, UnauthorizedException", "402, PaymentRequiredException", "404, NotFoundException",
        "410, NotFoundException", "409, ChuteProblemException", "413, ChuteProblemException",
        "429, TooManyRequestsException", "500, ChuteFailedException", "501, ChuteFailedException",
        "502, ChuteUnavailableException", "503, ChuteUnavailableException", "504, ChuteUnavailableException"
    })
    void throwsByStatus(int status, String exception) {
        String body =
                "{\"title\": \"No\", \"detail\": \"because\", \"requestId\": \"r1\", \"errors\": [{\"pointer\": \"/a\", \"newer\": 1}]}";
        try (var server = StandIn.answering(status, "application/problem+json", body)) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.post("/a").send())
                    .isInstanceOfSatisfying(ChuteProblemException.class, problem -> {
                        assertThat(problem.getClass().getSimpleName()).isEqualTo(exception);
                        assertThat(problem.status()).isEqualTo(status);
                        assertThat(problem.detail()).isEqualTo("because");
                        assertThat(problem.requestId()).isEqualTo("r1");
                        assertThat(problem.errors()).containsExactly(new FieldError("/a", "", ""));
                    });
            assertThat(server.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | 500 null",
                "{} | 500",
                "[] | 500 []",
                "\"x\" | 500 \"x\"",
                "{\"status\": null, \"title\": \"T\"} | 500 T"
            })
    void readsProblemsThatAreNone(String body, String message) {
        try (var server = StandIn.answering(500, "application/json", body)) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.post("/a").send()).hasMessage(message);
        }
    }

    @Test
    void cutsAPageThatIsNoMessage() {
        try (var server = StandIn.answering(500, "text/html", "x".repeat(100_000))) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.post("/a").send())
                    .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(1100));
        }
    }

    @Test
    void showsWhereTheCallerCalled() {
        try (var server = StandIn.answering(404, "text/plain", "no")) {
            ChuteClient chute = server.client();

            assertThatThrownBy(() -> chute.get("/a").send()).satisfies(thrown -> assertThat(thrown.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().contains("AnswerTest")));
        }
    }

    enum Size {
        LARGE
    }

    record Counted(
            String name,
            int count,
            Optional<List<Item>> in,
            @Nullable String note) {}

    record Item(String name, Optional<String> note) {}

    record Pair<A, B>(A first, B second) {}

    record Choice(Either one, Optional<Either> maybe, Optional<Shape> shape) {}

    @Untagged
    sealed interface Either {
        record Word(String word) implements Either {}

        record Counts(List<Integer> counts) implements Either {}

        record Drawn(Shape shape) implements Either {}
    }

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Point() implements Shape {}
    }

    record Count(int count) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by its parts
    record Kinds(
            Instant instant,
            Duration duration,
            UUID uuid,
            BigDecimal decimal,
            byte[] bytes,
            Set<Size> sizes,
            Optional<Integer> optional) {}
}
