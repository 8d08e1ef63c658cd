package io.chutes.samples.docs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The Java of a page, as javac with our processor and every warning takes it. {@code java} are whole types, {@code java statements} what a
 * method may hold, and {@code java refused} types with a mistake, whose line ends in {@code // error:} and the complaint. All types of a page
 * see each other; usual imports are left out.
 */
final class JavaBlocks implements AutoCloseable {
    private static final String WHOLE = "java";
    private static final String STATEMENTS = "java statements";
    private static final String REFUSED = "java refused";
    private static final Pattern ERROR = Pattern.compile("// error: (.*)$");

    private static final String IMPORTS = Stream.of(
                    "io.chutes.annotation.*",
                    "io.chutes.client.*",
                    "io.chutes.template.embedding.*",
                    "io.chutes.template.engine.*",
                    "io.chutes.template.llm.*",
                    "io.chutes.template.llm.model.DecoderOptions",
                    "io.chutes.testing.*",
                    "jakarta.validation.constraints.*",
                    "java.io.*",
                    "java.net.URI",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.stream.*",
                    "org.junit.jupiter.api.Test",
                    "org.junit.jupiter.api.extension.*",
                    "static org.junit.jupiter.api.Assertions.*")
            .map(name -> "import " + name + "; ")
            .reduce("", String::concat);

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
    private final Path folder;

    /** @param folder what is compiled goes there */
    JavaBlocks(Path folder) throws IOException {
        this.folder = folder;
        List<File> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .toList();
        files.setLocation(StandardLocation.CLASS_PATH, classPath);
        files.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, classPath);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Complaints about what a page shows, none if all is as it says. */
    List<String> complaints(Page page) throws IOException {
        List<Page.Block> right = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            switch (block.language()) {
                case WHOLE, STATEMENTS -> right.add(block);
                case REFUSED -> complaints.addAll(refused(block));
                default -> {
                    if (block.language().startsWith("java") && !block.language().equals("javascript")) {
                        complaints.add("%s: '%s' is no kind of block; say %s, %s or %s"
                                .formatted(block, block.language(), WHOLE, STATEMENTS, REFUSED));
                    }
                }
            }
        }
        for (Diagnostic<? extends JavaFileObject> found : compile(page, right)) {
            complaints.add(told(found));
        }
        return complaints;
    }

    private List<String> refused(Page.Block block) throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> lines = block.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var error = ERROR.matcher(lines.get(i));
            if (error.find()) {
                expected.add("%s:%d: %s".formatted(block.page().file(), block.line() + i + 1, error.group(1)));
            }
        }
        List<String> found = compile(block.page(), List.of(block)).stream()
                .map(JavaBlocks::told)
                .toList();
        return found.equals(expected)
                ? List.of()
                : List.of("%s: expected %s, but javac said %s".formatted(block, expected, found));
    }

    private static String told(Diagnostic<? extends JavaFileObject> found) {
        JavaFileObject source = found.getSource();
        String where = source instanceof Source ours
                ? "%s:%d".formatted(ours.block.page().file(), ours.block.line() + found.getLineNumber() - 1)
                : "?";
        return where + ": " + found.getMessage(Locale.ROOT);
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(Page page, List<Page.Block> blocks) throws IOException {
        if (blocks.isEmpty()) {
            return List.of();
        }
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var said = new StringWriter();
        File out = Files.createTempDirectory(folder, page.name()).toFile();
        files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(out));
        files.setLocation(StandardLocation.SOURCE_OUTPUT, List.of(out));
        boolean done = javac.getTask(
                        said,
                        files,
                        diagnostics,
                        List.of(
                                "-Xlint:all,-processing",
                                "-Werror",
                                "-processor",
                                "io.chutes.processor.ChuteProcessor"),
                        null,
                        blocks.stream().map(Source::new).toList())
                .call();
        if (!done && diagnostics.getDiagnostics().isEmpty()) {
            throw new AssertionError("javac failed at %s: %s".formatted(page.file(), said));
        }
        return List.copyOf(diagnostics.getDiagnostics());
    }

    /** A block as a file, whose lines are those of the block. */
    private static final class Source extends SimpleJavaFileObject {
        private final Page.Block block;

        Source(Page.Block block) {
            super(URI.create("string:///Block%d.java".formatted(block.line())), Kind.SOURCE);
            this.block = block;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return !simpleName.endsWith("-info");
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            String head = "package docs.%s; %s".formatted(block.page().name().replaceAll("\\W", ""), IMPORTS);
            return block.language().equals(STATEMENTS)
                    ? "%s class Block%d { void shown() throws Exception {%n%s%n}}"
                            .formatted(head, block.line(), block.text())
                    : head + "\n" + block.text();
        }
    }
}
