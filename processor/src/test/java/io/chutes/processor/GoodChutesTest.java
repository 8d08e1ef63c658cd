package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoodChutesTest {
    private static final String REWRITE = "chutes.golden";
    private static final Path SAMPLE =
            Path.of("..", "samples", "hello", "src", "main", "java", "com", "example", "hello", "Hello.java");

    static Stream<Path> goodChutes() {
        return Stream.concat(Fixtures.in("good"), Stream.of(SAMPLE));
    }

    @ParameterizedTest
    @MethodSource("goodChutes")
    void writesTheRoutesAndTheManifestThatAreExpected(Path source) throws IOException {
        Compilation compilation = Fixtures.compile(source);

        assertThat(compilation.diagnostics()).isEmpty();
        for (JavaFileObject written : compilation.generatedFiles()) {
            if (written.getKind() != JavaFileObject.Kind.CLASS) {
                String name = written.getName().substring(written.getName().lastIndexOf('/') + 1);
                assertExpected(name, new String(written.openInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(compilation.generatedSourceFiles()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("goodChutes")
    void writesAManifestThatReadsBack(Path source) throws IOException {
        Compilation compilation = Fixtures.compile(source);

        JavaFileObject file = compilation.generatedFiles().stream()
                .filter(written -> written.getName().endsWith(".json"))
                .findFirst()
                .orElseThrow();
        String json = new String(file.openInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Manifest manifest = ManifestJson.read(json);
        assertThat(file.getName()).endsWith("/" + Manifest.FOLDER + manifest.name() + ".json");
        assertThat(ManifestJson.write(manifest)).isEqualTo(json);
    }

    private static void assertExpected(String name, String actual) throws IOException {
        Path expected = Fixtures.expected(name);
        if ("write".equals(System.getProperty(REWRITE))) {
            Files.createDirectories(expected.getParent());
            Files.writeString(expected, actual);
        }
        assertThat(expected)
                .as("written by a run with -D" + REWRITE + "=write; read it before you commit it")
                .exists();
        assertThat(actual)
                .as(name + " changed; -D" + REWRITE + "=write rewrites it, if the change is meant")
                .isEqualTo(Files.readString(expected));
    }
}
