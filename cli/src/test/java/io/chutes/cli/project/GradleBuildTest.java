package io.chutes.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.chutes.platform.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Gradle 4.4.1, which runs on Java 17, compiles two projects of one build with the JDK of this process. */
final class GradleBuildTest {
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    @TempDir
    Path build;

    @Test
    void readsAProjectOfABuildOfSeveral() throws Exception {
        write("settings.gradle", "include 'app', 'lib'");
        write("build.gradle", """
                subprojects {
                    apply plugin: 'java'
                    compileJava {
                        options.fork = true
                        options.forkOptions.javaHome = file('%s')
                        options.compilerArgs += ['--release', '25']
                    }
                }
                """.formatted(System.getProperty("java.home")));
        write("lib/build.gradle", "");
        write("lib/src/main/java/lib/Library.java", "package lib; public record Library() {}");
        write("app/build.gradle", "dependencies { implementation project(':lib') }");
        write("app/src/main/java/app/Hello.java", "package app; public record Hello(lib.Library library) {}");
        write("app/src/main/resources/" + Manifest.FOLDER + "hello.json", ProjectReaderTest.manifest("hello"));
        wrapper();

        ChuteProject read = new ProjectReader("", step -> {}).read(build.resolve("app"), null);

        assertThat(read.manifest().name()).isEqualTo("hello");
        assertThat(read.output()).isEqualTo(Path.of("build"));
        assertThat(read.classes().resolve("app/Hello.class")).exists();
        assertThat(read.classPath()).containsExactly(build.resolve("lib/build/libs/lib.jar"));
    }

    /** One that ends with the build, and is in the folder of the settings. */
    private void wrapper() throws IOException {
        Path wrapper = write("gradlew", """
                #!/bin/sh
                export JAVA_HOME=%s
                exec %s --offline --no-daemon "$@"
                """.formatted(java17(), gradle()));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path gradle() {
        return BuildProcess.find("gradle", System.getenv("PATH"))
                .orElseGet(() ->
                        abort("Gradle was not tried: there is no gradle on the PATH (Debian: apt-get install gradle)"));
    }

    private static Path java17() throws IOException {
        try (Stream<Path> jvms = Files.isDirectory(JVMS) ? Files.list(JVMS) : Stream.of()) {
            return jvms.filter(jvm -> jvm.getFileName().toString().startsWith("java-17-openjdk"))
                    .findFirst()
                    .orElseGet(() -> abort("Gradle was not tried: Debian's runs on Java 17, which is not in " + JVMS));
        }
    }

    private Path write(String file, String text) throws IOException {
        Path path = build.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
