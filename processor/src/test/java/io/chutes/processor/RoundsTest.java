package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

/** Chutes of types that are there late, or of very many. */
class RoundsTest {
    @Test
    void waitsForTypesThatAnotherProcessorWrites() {
        Compilation compilation = Compiler.javac()
                .withOptions("-Xlint:all,-processing", "-Werror")
                .withProcessors(new ChuteProcessor(), new Later())
                .compile(JavaFileObjects.forSourceString("good.Early", """
                        package good;
                        import io.chutes.annotation.*;
                        @Chute(name = Later.NAME)
                        class Early extends Later.Base {
                            record In(Later.Part part) {}
                            @Endpoint Later.Part part(In in) { return in.part(); }
                        }
                        """));

        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.generatedFile(StandardLocation.CLASS_OUTPUT, "META-INF/chutes/late.json"))
                .isPresent();
    }

    @Test
    void takesTypesThatReferToOthersForLong() {
        String chain = IntStream.range(0, 1500)
                .mapToObj(i -> "record R%d(R%d next) {}\n".formatted(i, i + 1))
                .collect(Collectors.joining());

        Compilation compilation = Compiler.javac()
                .withProcessors(new ChuteProcessor())
                .compile(JavaFileObjects.forSourceString(
                        "Chain",
                        "import io.chutes.annotation.*;\n@Chute(name = \"chain\") class Chain {\n" + chain
                                + "record R1500() {}\n@Endpoint void go(R0 first) {}\n}"));

        assertThat(compilation.errors()).isEmpty();
    }

    /** Writes what the chute needs, in the first round. */
    @SupportedAnnotationTypes("*")
    private static final class Later extends AbstractProcessor {
        private boolean done;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (done) {
                return false;
            }
            done = true;
            try (Writer out =
                    processingEnv.getFiler().createSourceFile("good.Later").openWriter()) {
                out.write("""
                        package good;
                        interface Later {
                            String NAME = "late";
                            record Part(int a) {}
                            abstract class Base {}
                        }
                        """);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return false;
        }
    }
}
