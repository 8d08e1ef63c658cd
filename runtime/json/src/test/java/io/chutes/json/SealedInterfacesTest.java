package io.chutes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedInterfacesTest {
    private static final JsonMapper MAPPER =
            ChuteJson.mapper(new JsonFactoryBuilder()).build();

    @Test
    void saysWhichRecordItIsWhereverItStands() throws IOException {
        assertThat(MAPPER.writeValueAsString(new Shape.Circle(2))).isEqualTo("{\"type\":\"Circle\",\"radius\":2.0}");
        assertThat(MAPPER.writeValueAsString(List.of(new Shape.Circle(2), new Shape.Point())))
                .isEqualTo("[{\"type\":\"Circle\",\"radius\":2.0},{\"type\":\"Point\"}]");
        assertThat(MAPPER.writeValueAsString(Map.of("a", new Polygon.Square(1))))
                .isEqualTo("{\"a\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(MAPPER.writeValueAsString(new Shape[] {new Polygon.Square(1)}))
                .isEqualTo("[{\"type\":\"Square\",\"side\":1}]");
        assertThat(MAPPER.writeValueAsString(new Box<>(new Polygon.Square(1))))
                .isEqualTo("{\"content\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(MAPPER.writeValueAsString(
                        new Drawing(new Shape.Point(), List.of(), Optional.of(new Polygon.Square(1)))))
                .isEqualTo("{\"first\":{\"type\":\"Point\"},\"rest\":[],\"last\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(MAPPER.writeValueAsString(new Plain("x"))).isEqualTo("{\"name\":\"x\"}");
    }

    @Test
    void readsTheRecordThatTheTypeNames() throws IOException {
        var drawing = new Drawing(
                new Polygon.Square(1), List.of(new Shape.Circle(2), new Shape.Point()), Optional.of(new Shape.Point()));

        assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(drawing), Drawing.class))
                .isEqualTo(drawing);
        assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(drawing.rest()), new TypeReference<List<Shape>>() {}))
                .isEqualTo(drawing.rest());
        assertThat(MAPPER.readValue("{\"radius\": 2, \"newer\": 1, \"type\": \"Circle\"}", Shape.class))
                .isEqualTo(new Shape.Circle(2));
        assertThat(MAPPER.readValue("{\"type\": \"Circle\", \"radius\": 2}", Shape.Circle.class))
                .isEqualTo(new Shape.Circle(2));
        assertThat(MAPPER.readValue("{\"type\": \"Square\", \"side\": 2}", Polygon.class))
                .isEqualTo(new Polygon.Square(2));
    }

    @Test
    void refusesATypeThatIsNoneOrMissing() {
        for (String json :
                List.of("{\"type\": \"Line\"}", "{\"radius\": 2}", "[]", "{\"type\": \"java.lang.Object\"}")) {
            assertThatThrownBy(() -> MAPPER.readValue(json, Shape.class))
                    .as(json)
                    .isInstanceOf(MismatchedInputException.class)
                    .hasMessageContaining("Shape");
        }
    }

    sealed interface Shape permits Shape.Circle, Shape.Point, Polygon {
        record Circle(double radius) implements Shape {}

        record Point() implements Shape {}
    }

    sealed interface Polygon extends Shape permits Polygon.Square {
        record Square(int side) implements Polygon {}
    }

    record Drawing(Shape first, List<Shape> rest, Optional<Shape> last) {}

    record Box<T>(T content) {}

    record Plain(String name) {}
}
