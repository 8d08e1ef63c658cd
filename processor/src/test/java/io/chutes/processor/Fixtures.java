package io.chutes.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;

/** Sources that the processor is tried on. */
final class Fixtures {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Fixtures() {}

    static Stream<Path> in(String folder) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path expected(String name) {
        return RESOURCES.resolve("expected").resolve(name);
    }

    /** Compiles with the processor and every warning an error, as a strict user would. */
    static Compilation compile(Path source) {
        try {
            JavaFileObject file = JavaFileObjects.forSourceString(name(source), Files.readString(source));
            return Compiler.javac()
                    .withProcessors(new ChuteProcessor())
                    .withOptions(List.of("-Xlint:all,-processing", "-Werror"))
                    .compile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path source) {
        String file = String.valueOf(source.getFileName());
        return file.substring(0, file.length() - ".java".length());
    }
}
