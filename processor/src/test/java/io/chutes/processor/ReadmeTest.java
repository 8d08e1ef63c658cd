package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** What the README shows as generated is generated. */
class ReadmeTest {
    private static final Path SAMPLE = Path.of("../samples/hello/src/main/java/com/example/hello/Hello.java");
    private static final Pattern GENERATED = Pattern.compile("```(?:java|json)\n( {4,}.*?)```", Pattern.DOTALL);

    @Test
    void showsWhatTheProcessorWrites() throws IOException {
        Compilation compilation = Fixtures.compile(SAMPLE);
        var written = new StringBuilder();
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (!file.getKind().equals(JavaFileObject.Kind.CLASS)) {
                written.append(file.getCharContent(false));
            }
        }
        List<String> shown = new ArrayList<>();
        GENERATED.matcher(Fixtures.text(Path.of("../README.md"))).results().forEach(block -> shown.add(block.group(1)));

        assertThat(shown).hasSize(3).allSatisfy(block -> assertThat(written.toString())
                .contains(block));
    }
}
