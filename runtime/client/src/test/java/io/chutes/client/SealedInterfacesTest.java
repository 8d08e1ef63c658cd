package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Untagged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedInterfacesTest {
    @Test
    void saysWhichRecordItIsWhereverItStands() {
        assertThat(json(new Shape.Circle(2))).isEqualTo("{\"type\":\"Circle\",\"radius\":2.0}");
        assertThat(json(List.of(new Shape.Circle(2), new Shape.Point())))
                .isEqualTo("[{\"type\":\"Circle\",\"radius\":2.0},{\"type\":\"Point\"}]");
        assertThat(json(Map.of("a", new Polygon.Square(1)))).isEqualTo("{\"a\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(json(new Drawing(new Shape.Point(), List.of(), Optional.of(new Polygon.Square(1)))))
                .isEqualTo("{\"first\":{\"type\":\"Point\"},\"rest\":[],\"last\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(json(new Plain("x"))).isEqualTo("{\"name\":\"x\"}");
    }

    @Test
    void readsTheRecordThatTheTypeNames() {
        var drawing = new Drawing(
                new Polygon.Square(1), List.of(new Shape.Circle(2), new Shape.Point()), Optional.of(new Shape.Point()));

        assertThat(Json.SHARED.read(Json.SHARED.write(drawing), JsonType.of(Drawing.class), "it"))
                .isEqualTo(drawing);
        assertThat(Json.SHARED.read(Json.SHARED.write(drawing.rest()), new JsonType<List<Shape>>() {}, "it"))
                .isEqualTo(drawing.rest());
        assertThat(Json.SHARED.read(
                        bytes("{\"radius\": 2, \"newer\": 1, \"type\": \"Circle\"}"), JsonType.of(Shape.class), "it"))
                .isEqualTo(new Shape.Circle(2));
        assertThat(Json.SHARED.read(
                        bytes("{\"type\": \"Circle\", \"radius\": 2}"), JsonType.of(Shape.Circle.class), "it"))
                .isEqualTo(new Shape.Circle(2));
        assertThat(Json.SHARED.read(bytes("{\"type\": \"Square\", \"side\": 2}"), JsonType.of(Polygon.class), "it"))
                .isEqualTo(new Polygon.Square(2));
    }

    @Test
    void refusesATypeThatIsNoneOrMissing() {
        for (String json :
                List.of("{\"type\": \"Line\"}", "{\"radius\": 2}", "[]", "{\"type\": \"java.lang.Object\"}")) {
            assertThatThrownBy(() -> Json.SHARED.read(bytes(json), JsonType.of(Shape.class), "it"))
                    .as(json)
                    .isInstanceOf(ChuteException.class)
                    .hasMessageContaining("Shape");
        }
    }

    @Test
    void isOneComponentWhereItIsUntagged() {
        List<Either> all = List.of(
                new Either.Word("a"),
                new Either.Words(List.of("a", "b")),
                new Either.Counts(List.of(1, 2)),
                new Either.Rows(List.of(new int[] {1}, new int[0])),
                new Either.Thing(new Shape.Circle(2)));
        String json = "[\"a\",[\"a\",\"b\"],[1,2],[[1],[]],{\"type\":\"Circle\",\"radius\":2.0}]";

        assertThat(json(all)).isEqualTo(json);
        assertThat(json(new Choice(new Either.Word("a"), Optional.empty())))
                .isEqualTo("{\"one\":\"a\",\"maybe\":null}");
        assertThat(Json.SHARED.read(bytes(json), new JsonType<List<Either>>() {}, "it"))
                .usingRecursiveComparison()
                .isEqualTo(all);
        assertThat(Json.SHARED.read(bytes("{\"one\": [3]}"), JsonType.of(Choice.class), "it"))
                .isEqualTo(new Choice(new Either.Counts(List.of(3)), Optional.empty()));
        assertThatThrownBy(() -> Json.SHARED.read(bytes("{\"one\": true}"), JsonType.of(Choice.class), "it"))
                .isInstanceOf(ChuteException.class)
                .hasMessageContaining("Either");
    }

    @Test
    void isTheComponentOfItsComponentWhereThatIsUntagged() {
        List<Nested> all = List.of(
                new Nested.One(new Either.Word("a")),
                new Nested.Marks(List.of(new Mark<>(List.of(Duration.ofSeconds(1))))),
                new Nested.Several(List.of(new Nested.One(new Either.Word("b")))),
                new Nested.Named(Map.of("c", new Nested.One(new Either.Word("d")))));
        String json = "[\"a\",[[\"PT1S\"]],[\"b\"],{\"c\":\"d\"}]";

        assertThat(json(all)).isEqualTo(json);
        assertThat(Json.SHARED.read(bytes(json), new JsonType<List<Nested>>() {}, "it"))
                .isEqualTo(all);
    }

    private static String json(Object value) {
        return new String(Json.SHARED.write(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    sealed interface Shape permits Shape.Circle, Shape.Point, Polygon {
        record Circle(double radius) implements Shape {}

        record Point() implements Shape {}
    }

    sealed interface Polygon extends Shape permits Polygon.Square {
        record Square(int side) implements Polygon {}
    }

    record Drawing(Shape first, List<Shape> rest, Optional<Shape> last) {}

    record Plain(String name) {}

    @Untagged
    sealed interface Either {
        record Word(String word) implements Either {}

        record Words(List<String> words) implements Either {}

        record Counts(List<Integer> counts) implements Either {}

        record Rows(List<int[]> rows) implements Either {}

        record Thing(Shape shape) implements Either {}
    }

    @Untagged
    sealed interface Nested {
        record One(Either.Word word) implements Nested {}

        record Marks(List<Mark<Duration>> marks) implements Nested {}

        record Several(List<One> several) implements Nested {}

        record Named(Map<String, Nested> named) implements Nested {}
    }

    @Untagged
    sealed interface Marked {}

    record Mark<T>(List<T> mark) implements Marked {}

    record Choice(Either one, Optional<Either> maybe) {}
}
