package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of what is known of engines, and the annotations of their options. */
class EngineFactsTest {
    static Stream<Arguments> engines() {
        return Stream.of(
                Arguments.of("vllm", Vllm.class),
                Arguments.of("sglang", Sglang.class),
                Arguments.of("tei", Tei.class),
                Arguments.of("diffusion", Diffusion.class));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void knowTheArgumentsOfEachOptionAndNoOther(String name, Class<? extends Annotation> options) {
        EngineFacts facts = EngineFacts.of(name);

        assertThat(Stream.of(facts.always(), facts.options()).flatMap(forms -> forms.keySet().stream()))
                .containsExactlyInAnyOrderElementsOf(Stream.of(options.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void spellValuesThatThereAre(String name, Class<? extends Annotation> options) {
        assertThat(Stream.of(options.getDeclaredClasses())
                        .flatMap(type -> Stream.of(type.getEnumConstants()))
                        .map(constant -> ((Enum<?>) constant).name()))
                .containsAll(EngineFacts.of(name).spelling().keySet());
    }

    /** A digest can be known only by whoever has the image: users pin it. */
    @ParameterizedTest
    @MethodSource("engines")
    void nameNoDigestAndNoRegistry(String name) {
        assertThat(EngineFacts.of(name).images().values())
                .allSatisfy(image -> assertThat(image).matches("[a-z-]+/[a-z-]+:[\\w.-]+"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void areThoseOfTheDocuments(String name, Class<? extends Annotation> options) throws Exception {
        EngineFacts facts = EngineFacts.of(name);

        List<String> page = Files.readAllLines(Path.of("../../docs/engines.md"));

        assertThat(page)
                .anyMatch(line -> line.startsWith("| `@" + options.getSimpleName() + "`")
                        && line.contains(facts.engine() + " " + facts.version())
                        && line.contains(facts.asOf()));
        facts.images().forEach((hardware, image) -> assertThat(page)
                .as(image)
                .anyMatch(line -> line.contains(hardware) && line.contains("`" + image + "`")));
    }

    @Test
    void namesAValueThatIsNone() {
        assertThatThrownBy(() -> EngineFacts.filled("--port={prot}", Map.of("port", "1")))
                .hasMessage("'--port={prot}' names {prot}, which is none of [port]");
    }
}
