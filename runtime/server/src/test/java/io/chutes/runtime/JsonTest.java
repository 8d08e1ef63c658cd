package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String WHOLE = """
            {"name": "a", "size": 3, "rate": 0.5, "on": true, "kind": "BIG", "note": "n", "tags": ["x"],
             "at": {"x": 1, "y": 2}, "more": {"k": {"x": 3, "y": 4}}}""";

    private static final String POINT = """
            {"type": "object", "required": ["x", "y"], "additionalProperties": false, "properties": {
              "x": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647},
              "y": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}}}""";

    private static final String ORDER = """
            {"type": "object", "additionalProperties": false,
             "required": ["name", "size", "rate", "on", "kind", "tags", "at", "more"], "properties": {
              "name": {"type": "string"},
              "size": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647},
              "rate": {"type": "number"},
              "on": {"type": "boolean"},
              "kind": {"type": "string", "enum": ["SMALL", "BIG"]},
              "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
              "tags": {"type": "array", "items": {"type": "string"}},
              "at": {"$ref": "#/$defs/Point"},
              "more": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Point"}}},
             "$defs": {"Point": %s}}""".formatted(POINT);

    @Test
    void readsWhatFits() {
        assertThat(read(WHOLE))
                .isEqualTo(new Order(
                        "a",
                        3,
                        0.5,
                        true,
                        Kind.BIG,
                        Optional.of("n"),
                        List.of("x"),
                        new Point(1, 2),
                        Map.of("k", new Point(3, 4))));
    }

    @Test
    void saysWhereWhatIsNotClosedStarts() {
        assertThatThrownBy(() -> read("{\"name\": [1"))
                .hasMessageContaining("close marker for Array (it starts at line 1, column 10)");
    }

    @Test
    void takesAnAbsentOrNullOptional() {
        assertThat(read(WHOLE.replace("\"note\": \"n\", ", "")).note()).isEmpty();
        assertThat(read(WHOLE.replace("\"n\"", "null")).note()).isEmpty();
    }

    @Test
    void takesAWholeNumberWhereAnyNumberFits() {
        assertThat(read(WHOLE.replace("0.5", "2")).rate()).isEqualTo(2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"a\", | `` | /name | required",
                "\"x\": 1, | `` | /at/x | required",
                "\"a\" | 7 | /name | type",
                "\"a\" | true | /name | type",
                "\"a\" | null | /name | type",
                "\"a\" | {} | /name | type",
                "\"size\": 3 | \"size\": \"3\" | /size | type",
                "\"size\": 3 | \"size\": 3.5 | /size | type",
                "\"size\": 3 | \"size\": null | /size | type",
                "\"size\": 3 | \"size\": 2147483648 | /size | maximum",
                "\"size\": 3 | \"size\": [3] | /size | type",
                "0.5 | \"0.5\" | /rate | type",
                "true | 1 | /on | type",
                "true | \"true\" | /on | type",
                "\"BIG\" | \"big\" | /kind | enum",
                "\"BIG\" | 0 | /kind | type",
                "[\"x\"] | \"x\" | /tags | type",
                "[\"x\"] | [\"x\", 7] | /tags/1 | type",
                "[\"x\"] | [null] | /tags/0 | type",
                "{\"x\": 1, \"y\": 2} | [1, 2] | /at | type",
                "\"y\": 2 | \"y\": 2, \"z/~\": 3 | /at/z~1~0 | additionalProperties",
                "{\"x\": 3, \"y\": 4} | {\"x\": 3, \"y\": -1} | /more/k | constraint",
            })
    void saysWhereAndWhyADocumentDoesNotFit(String good, String bad, String pointer, String rule) {
        String json = WHOLE.replace(good, bad);

        assertThat(json).isNotEqualTo(WHOLE);
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.errors()).singleElement().satisfies(error -> {
                assertThat(error.pointer()).isEqualTo(pointer);
                assertThat(error.rule()).as(error.message()).isEqualTo(rule);
                assertThat(error.message()).doesNotContain("io.chutes", "java.", "Exception");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{]", "{\"x\": 1, \"x\": 1, \"y\": 1}", "{\"x\": 1, \"y\": 1} {}", "NaN", "'x'"})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> read(text, Point.class, POINT))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(400));
    }

    @Test
    void readsAndWritesNamesHoweverTheyAreEscaped() {
        assertThat(Json.map("{\"\\ud83d\\ude80\": 1}".getBytes(UTF_8), Integer.class, null))
                .containsEntry("\ud83d\ude80", 1);
        assertThat(new String(Json.bytes(Map.of("\ud83d\ude80", 1)), UTF_8)).isEqualTo("{\"\ud83d\ude80\":1}");
    }

    @Test
    void refusesADocumentThatIsNestedTooDeepOrIsNoObject() {
        assertStatus("[".repeat(5000) + "]".repeat(5000), 400);
        assertStatus("null", 422);
        assertStatus("\"text\"", 422);
        assertStatus("[]", 422);
    }

    @Test
    void passesOnWhatARecordsOwnConstructorSays() {
        assertThatThrownBy(() -> read("{\"x\": 1, \"y\": -1}", Point.class, POINT))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.errors())
                        .containsExactly(new Problem.FieldError("", "constraint", "y must not be negative, got -1")));
    }

    private static void assertStatus(String text, int status) {
        assertThatThrownBy(() -> read(text, Point.class, POINT))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(status));
    }

    private static Order read(String json) {
        return read(json, Order.class, ORDER);
    }

    private static <T> T read(String json, Class<T> type, String schema) {
        return Json.read(json.getBytes(UTF_8), type, Served.json(schema));
    }

    enum Kind {
        SMALL,
        BIG
    }

    record Point(int x, int y) {
        Point {
            if (y < 0) {
                throw new IllegalArgumentException("y must not be negative, got " + y);
            }
        }
    }

    record Order(
            String name,
            int size,
            double rate,
            boolean on,
            Kind kind,
            Optional<String> note,
            List<String> tags,
            Point at,
            Map<String, Point> more) {}
}
