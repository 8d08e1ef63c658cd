package io.chutes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.annotation.Untagged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UntaggedInterfacesTest {
    private static final JsonMapper MAPPER =
            ChuteJson.mapper(new JsonFactoryBuilder()).build();

    @Test
    void isOneComponentWhereItIsUntagged() throws IOException {
        List<Either> all = List.of(
                new Either.Word("a"),
                new Either.Words(List.of("a", "b")),
                new Either.Counts(List.of(1, 2)),
                new Either.Rows(List.of(new int[] {1}, new int[0])),
                new Either.Thing(new Shape.Circle(2)));
        String json = "[\"a\",[\"a\",\"b\"],[1,2],[[1],[]],{\"type\":\"Circle\",\"radius\":2.0}]";

        assertThat(MAPPER.writeValueAsString(all)).isEqualTo(json);
        assertThat(MAPPER.writeValueAsString(new Choice(new Either.Word("a"), Optional.empty())))
                .isEqualTo("{\"one\":\"a\",\"maybe\":null}");
        assertThat(MAPPER.readValue(json, new TypeReference<List<Either>>() {}))
                .usingRecursiveComparison()
                .isEqualTo(all);
        assertThat(MAPPER.readValue("{\"one\": [3]}", Choice.class))
                .isEqualTo(new Choice(new Either.Counts(List.of(3)), Optional.empty()));
        assertThatThrownBy(() -> MAPPER.readValue("{\"one\": true}", Choice.class))
                .isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining("Either");
    }

    @Test
    void isTheComponentOfItsComponentWhereThatIsUntagged() throws IOException {
        List<Nested> all = List.of(
                new Nested.One(new Either.Word("a")),
                new Nested.Marks(List.of(new Mark<>(List.of(Duration.ofSeconds(1))))),
                new Nested.Several(List.of(new Nested.One(new Either.Word("b")))),
                new Nested.Named(Map.of("c", new Nested.One(new Either.Word("d")))));
        String json = "[\"a\",[[\"PT1S\"]],[\"b\"],{\"c\":\"d\"}]";

        assertThat(MAPPER.writeValueAsString(all)).isEqualTo(json);
        assertThat(MAPPER.readValue(json, new TypeReference<List<Nested>>() {})).isEqualTo(all);
    }

    sealed interface Shape permits Shape.Circle {
        record Circle(double radius) implements Shape {}
    }

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
