package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** Gradle compiles again only what has changed, as each file the processor writes comes from one class. */
class IsolatingTest {
    @Test
    void saysSoToGradle() throws IOException {
        String resource = "META-INF/gradle/incremental.annotation.processors";
        try (InputStream in = ChuteProcessor.class.getModule().getResourceAsStream(resource)) {
            assertThat(in).asString(StandardCharsets.UTF_8).isEqualTo("io.chutes.processor.ChuteProcessor,isolating\n");
        }
    }

    @Test
    void writesEachFileFromOneClass() {
        var recording = new Recording();

        Compilation compilation = Compiler.javac()
                .withProcessors(recording)
                .compile(
                        JavaFileObjects.forSourceString("good.Kinds", text("good/Kinds.java")),
                        JavaFileObjects.forSourceString("good.Streams", text("good/Streams.java")));

        assertThat(compilation.errors()).isEmpty();
        assertThat(recording.origins)
                .containsOnlyKeys(
                        "good.KindsClient",
                        "good.KindsRoutes",
                        "good.StreamsClient",
                        "good.StreamsRoutes",
                        "META-INF/chutes/kinds.json",
                        "META-INF/chutes/openapi/kinds.json",
                        "META-INF/chutes/streams.json",
                        "META-INF/chutes/openapi/streams.json")
                .allSatisfy((file, origins) -> assertThat(origins)
                        .as(file)
                        .containsExactly(
                                file.toLowerCase(Locale.ROOT).contains("kinds") ? "good.Kinds" : "good.Streams"));
    }

    private static String text(String file) {
        return Fixtures.text(Fixtures.FOLDER.resolve(file));
    }

    /** The processor, with note of each file and the elements it said to have made it from. */
    private static final class Recording extends AbstractProcessor {
        private final ChuteProcessor processor = new ChuteProcessor();
        private final Map<String, List<String>> origins = new TreeMap<>();

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            super.init(environment);
            Filer filer = instead(Filer.class, environment.getFiler(), (method, arguments, result) -> {
                if (method.startsWith("create")) {
                    String name = arguments[method.equals("createResource") ? 2 : 0].toString();
                    var elements = (Element[]) arguments[arguments.length - 1];
                    origins.put(name, Stream.of(elements).map(Element::toString).toList());
                }
                return result;
            });
            processor.init(instead(
                    ProcessingEnvironment.class,
                    environment,
                    (method, arguments, result) -> method.equals("getFiler") ? filer : result));
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return processor.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return processor.getSupportedSourceVersion();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            processor.process(annotations, round);
            return false;
        }

        private static <T> T instead(Class<T> type, T real, Watch watch) {
            return type.cast(Proxy.newProxyInstance(
                    IsolatingTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        try {
                            return watch.after(method.getName(), arguments, method.invoke(real, arguments));
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    /** Sees each call of what stands behind. */
    private interface Watch {
        Object after(String method, Object[] arguments, Object result);
    }
}
