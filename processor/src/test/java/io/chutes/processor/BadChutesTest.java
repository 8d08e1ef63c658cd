package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fixture says at the end of its lines, behind {@code // error:}, what is wrong there: all of that, and nothing else. */
class BadChutesTest {
    private static final String COMMENT = "// error: ";

    static Stream<Path> badChutes() {
        return Fixtures.in("bad");
    }

    @ParameterizedTest
    @MethodSource("badChutes")
    void reportsEveryMistakeOnItsLineAndNothingElse(Path source) throws IOException {
        Compilation compilation = Fixtures.compile(source);

        List<Expected> expected = expected(Files.readAllLines(source));
        List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(compilation.errors());
        assertThat(expected).isNotEmpty();
        for (Expected one : expected) {
            Diagnostic<? extends JavaFileObject> match = errors.stream()
                    .filter(error -> error.getLineNumber() == one.line())
                    .filter(error -> error.getMessage(Locale.ROOT).contains(one.fragment()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(one + " was not reported, but " + errors));
            errors.remove(match);
        }
        assertThat(errors).as("errors that no comment expects").isEmpty();
        assertThat(compilation.status()).isEqualTo(Compilation.Status.FAILURE);
    }

    private static List<Expected> expected(List<String> lines) {
        List<Expected> expected = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            List<String> parts = Arrays.asList(lines.get(line).split(COMMENT));
            for (String fragment : parts.subList(1, parts.size())) {
                expected.add(new Expected(line + 1, fragment.strip()));
            }
        }
        return expected;
    }

    private record Expected(long line, String fragment) {}
}
