package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of {@code bad/X.java}: the errors are those that its comments {@code // error: <fragment>} name, line by line. */
class MistakesTest {
    private static final String MARK = " // error: ";

    @ParameterizedTest
    @MethodSource("sources")
    void reportsEachMistakeOnceAtItsLine(Path source) {
        List<Mistake> expected = expected(source);
        List<Mistake> reported = reported(Fixtures.compile(source));

        assertThat(expected).as("comments in %s", source).isNotEmpty();
        assertThat(reported)
                .as("errors of %s", source)
                .usingElementComparator((actual, comment) -> actual.answers(comment) ? 0 : 1)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Of those whose message begins with the name of a value that is written: {@code count must be 1 to 8, got 9}. */
    @ParameterizedTest
    @ValueSource(
            strings = {"CpuRanges", "EngineSettings", "GpuRanges", "ImageSettings", "ScalingRanges", "TimeoutRanges"})
    void pointsAtTheValueAtFault(String name) {
        Path source = Fixtures.FOLDER.resolve("bad/" + name + ".java");
        String text = Fixtures.text(source);

        assertThat(Fixtures.compile(source).errors())
                .filteredOn(error -> text.contains(value(error) + " = "))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(text.substring(0, Math.toIntExact(error.getStartPosition())))
                        .as(error.getMessage(Locale.ROOT))
                        .matches("(?s).*\\b" + value(error) + " = (\\{[^}]*)?"));
    }

    private static String value(Diagnostic<?> error) {
        String message = error.getMessage(Locale.ROOT);
        return message.substring(0, message.indexOf(' '));
    }

    private static Stream<Path> sources() {
        return Fixtures.in("bad").stream();
    }

    private static List<Mistake> expected(Path source) {
        List<Mistake> mistakes = new ArrayList<>();
        List<String> lines = Fixtures.text(source).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(MARK, -1);
            for (int part = 1; part < parts.length; part++) {
                mistakes.add(new Mistake(i + 1, parts[part]));
            }
        }
        return mistakes;
    }

    private static List<Mistake> reported(Compilation compilation) {
        return compilation.errors().stream()
                .map(error -> new Mistake(error.getLineNumber(), error.getMessage(Locale.ROOT)))
                .toList();
    }

    /**
     * An error, or the comment that asks for one.
     *
     * @param line where, counted from 1
     * @param message what it says, or in a comment a part of that
     */
    private record Mistake(long line, String message) {
        boolean answers(Mistake comment) {
            return line == comment.line && message.contains(comment.message);
        }
    }
}
