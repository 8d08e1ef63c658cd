package io.chutes.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;

/** The source files under {@code src/test/resources}, and javac with the processor to compile them. */
final class Fixtures {
    static final Path FOLDER = Path.of("src/test/resources");
    private static final Pattern PACKAGE = Pattern.compile("^package ([a-z.]+);", Pattern.MULTILINE);

    private Fixtures() {}

    static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("Could not list " + folder, e);
        }
    }

    /** Compiles sources as the strictest of users would, each with those in the folder of its name in lower case. */
    static Compilation compile(Path... sources) {
        return Compiler.javac()
                .withOptions("-Xlint:all,-processing", "-Werror")
                .withProcessors(new ChuteProcessor())
                .compile(Stream.of(sources)
                        .flatMap(Fixtures::withOthers)
                        .map(Fixtures::source)
                        .toList());
    }

    private static Stream<Path> withOthers(Path source) {
        Path others = source.resolveSibling(simpleName(source).toLowerCase(Locale.ROOT));
        Path folder = FOLDER.relativize(others);
        return Stream.concat(
                Stream.of(source), Files.isDirectory(others) ? in(folder.toString()).stream() : Stream.of());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("Could not read " + file, e);
        }
    }

    static String simpleName(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    private static JavaFileObject source(Path file) {
        String text = text(file);
        var declared = PACKAGE.matcher(text);
        String prefix = declared.find() ? declared.group(1) + "." : "";
        return JavaFileObjects.forSourceString(prefix + simpleName(file), text);
    }
}
