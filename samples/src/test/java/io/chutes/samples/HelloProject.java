package io.chutes.samples;

import io.chutes.cli.Main;
import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The hello sample in a folder of its own, to be changed and built by {@code chutes}. Its Maven wrapper is a script that calls
 * javac as Maven would, since what this build has made is in no repository yet.
 *
 * @param folder where its pom lies
 * @param variables of whoever calls {@code chutes}, besides those of this process
 */
record HelloProject(Path folder, Map<String, String> variables) {
    private static final Path SOURCE = Path.of("com", "example", "hello", "Hello.java");
    private static final String LIBRARY = "words.jar";

    HelloProject(Path folder) {
        this(folder, Map.of());
    }

    static HelloProject in(Path folder) throws IOException {
        var project = new HelloProject(folder);
        Files.createDirectories(project.source().getParent());
        Files.copy(Path.of("hello", "pom.xml"), folder.resolve("pom.xml"));
        Files.copy(Path.of("hello", "src", "main", "java").resolve(SOURCE), project.source());
        return project.withMaven().withLibrary("Hello");
    }

    /** The same, for somebody whose cache is that folder. */
    HelloProject withCaches(Path caches) {
        return new HelloProject(folder, Map.of("XDG_CACHE_HOME", caches.toString()));
    }

    /** It is built by the script, which its library is a part of. */
    HelloProject withMaven() throws IOException {
        String classPath = String.join(
                ":",
                HelloSample.project().classPath().stream().map(Path::toString).toList());
        Path maven = folder.resolve("mvnw");
        Files.writeString(maven, """
                #!/bin/sh
                set -e
                for argument; do case "$argument" in -Dmdep.outputFile=*) out="${argument#*=}";; esac; done
                rm -rf target/classes
                mkdir -p target/classes
                "$JAVA_HOME/bin/javac" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -d target/classes -cp '%1$s' -processorpath '%1$s' src/main/java/%2$s
                if [ -n "$out" ]; then printf %%s "$PWD/%3$s:%4$s" > "$out"; fi
                """.formatted(System.getProperty("java.class.path"), SOURCE, LIBRARY, classPath));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        return this;
    }

    private Path source() {
        return folder.resolve("src/main/java").resolve(SOURCE);
    }

    /** Its library holds a text. */
    HelloProject withLibrary(String text) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(LIBRARY));
                var jar = new ZipOutputStream(file)) {
            var entry = new ZipEntry("words/hello.txt");
            entry.setTime(0);
            jar.putNextEntry(entry);
            jar.write(text.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return this;
    }

    HelloProject replace(String code, String other) throws IOException {
        String text = Files.readString(source());
        if (!text.contains(code)) {
            throw new IllegalArgumentException("The sample has no " + code);
        }
        Files.writeString(source(), text.replace(code, other));
        return this;
    }

    /** What a command said. */
    record Said(int exitCode, String out, String err) {}

    /** Runs {@code chutes} on it. */
    Said chutes(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, folder.toString()));
        arguments.addAll(Arrays.asList(options));
        var out = new StringWriter();
        var err = new StringWriter();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(variables);
        var surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                false);
        int code = Main.run(surroundings, arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
