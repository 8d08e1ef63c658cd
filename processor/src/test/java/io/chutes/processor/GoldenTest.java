package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code good/X.java} becomes, compared as text with the files in {@code expected/}. */
class GoldenTest {
    private static final Path EXPECTED = Fixtures.FOLDER.resolve("expected");
    private static final Path SAMPLE = Path.of("../samples/hello/src/main/java/com/example/hello/Hello.java");
    private static final boolean WRITE = "write".equals(System.getProperty("chutes.golden"));
    private static final String HOW_TO_UPDATE =
            "%s differs: if the new text is right, run the tests with -Dchutes.golden=write and read what changed";
    /** Golden files must not change with every release. */
    private static final String VERSION = "<version of the processor>";

    @ParameterizedTest
    @MethodSource("sources")
    void writesTheExpectedRoutesAndManifest(Path source) throws IOException {
        Map<String, String> generated = generated(source);

        assertThat(generated).hasSize(2);
        for (Map.Entry<String, String> file : generated.entrySet()) {
            Path golden = EXPECTED.resolve(file.getKey());
            if (WRITE) {
                Files.writeString(golden, file.getValue());
            }
            String expected = Files.exists(golden) ? Fixtures.text(golden) : "(no such file)";
            assertThat(file.getValue()).as(HOW_TO_UPDATE, golden).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void writesAManifestThatReadsBack(Path source) {
        String json = generated(source).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".json"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();

        assertThat(ManifestJson.write(ManifestJson.read(json))).isEqualTo(json);
    }

    @Test
    void expectsNoFileThatNothingMakes() {
        Set<String> made = new TreeSet<>();
        sources().forEach(source -> made.addAll(generated(source).keySet()));

        assertThat(Fixtures.in("expected"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(made);
    }

    /** All that generated code may rely on, so that the rest of the runtime can change. */
    @Test
    void namesOfTheRuntimeOnlyItsSpi() {
        assertThat(Fixtures.in("expected"))
                .filteredOn(file -> file.toString().endsWith("Routes.java"))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(Fixtures.text(file))
                        .contains("import io.chutes.runtime.spi.")
                        .doesNotContainPattern("io\\.chutes\\.runtime\\.(?!spi\\.)"));
    }

    private static Stream<Path> sources() {
        return Stream.concat(Fixtures.in("good").stream(), Stream.of(SAMPLE));
    }

    /** The text of each generated file that is not a class, by its simple name. */
    private static Map<String, String> generated(Path source) {
        Compilation compilation = Fixtures.compile(source);
        assertThat(compilation.diagnostics()).as("complaints about %s", source).isEmpty();
        Map<String, String> files = new TreeMap<>();
        for (JavaFileObject file : compilation.generatedFiles()) {
            String path = file.toUri().getPath();
            if (path.endsWith("Client.java") || path.contains("/openapi/")) {
                continue; // ClientTest's and OpenApiTest's
            }
            boolean isManifest = path.startsWith("/CLASS_OUTPUT/META-INF/chutes/") && !path.contains("/openapi/");
            if (path.startsWith("/SOURCE_OUTPUT/") || isManifest) {
                files.put(path.substring(path.lastIndexOf('/') + 1), text(file));
            }
        }
        return files;
    }

    private static String text(JavaFileObject file) {
        try {
            String text = file.getCharContent(false).toString();
            return text.replace(
                    "\"sdkVersion\": \"" + SdkVersion.current() + "\"", "\"sdkVersion\": \"" + VERSION + "\"");
        } catch (IOException e) {
            throw new AssertionError("Could not read " + file, e);
        }
    }
}
