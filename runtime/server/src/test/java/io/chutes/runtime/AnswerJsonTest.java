package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that Jackson by itself would write in another way than the schema says. */
class AnswerJsonTest {
    @Test
    void saysWhichRecordItIsWhereverItStands() {
        assertThat(text(new Circle(1))).isEqualTo("{\"type\":\"Circle\",\"radius\":1}");
        assertThat(text(List.of(new Circle(1)))).isEqualTo("[{\"type\":\"Circle\",\"radius\":1}]");
        assertThat(text(Map.of("a", new Square(1)))).isEqualTo("{\"a\":{\"type\":\"Square\",\"side\":1}}");
        assertThat(text(Optional.of(new Square(1)))).isEqualTo("{\"type\":\"Square\",\"side\":1}");
        assertThat(text(new Shape[] {new Square(1)})).isEqualTo("[{\"type\":\"Square\",\"side\":1}]");
        assertThat(text(new Box<>(new Square(1)))).isEqualTo("{\"content\":{\"type\":\"Square\",\"side\":1}}");
    }

    @Test
    void writesComponentsAlone() {
        assertThat(text(new Talkative("x"))).isEqualTo("{\"text\":\"x\"}");
        assertThat(Json.read("{\"text\":\"x\"}".getBytes(UTF_8), Talkative.class))
                .isEqualTo(new Talkative("x"));
    }

    @Test
    void readsNamesHoweverTheyAreEscaped() {
        assertThat(Json.map("{\"\\ud83d\\ude80\": 1}".getBytes(UTF_8), Integer.class, null))
                .containsEntry("\ud83d\ude80", 1);
        assertThat(text(Map.of("\ud83d\ude80", 1))).isEqualTo("{\"\ud83d\ude80\":1}");
    }

    private static String text(Object value) {
        return new String(Json.bytes(value), UTF_8);
    }

    sealed interface Shape permits Circle, Angular {}

    sealed interface Angular extends Shape permits Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Angular {}

    record Box<T>(T content) {}

    record Talkative(String text) {
        boolean isEmpty() {
            return text.isEmpty();
        }

        public String getShout() {
            return text + "!";
        }

        public boolean isLong() {
            return text.length() > 3;
        }
    }
}
