package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a JDK that makes caches of a line and says which it is started with. */
final class LauncherTest {
    private static final Path LAUNCHER = Path.of("src", "main", "launcher");
    private static final String WITHOUT = "-XX:AOTMode=off\n";
    private static final String JAVA = """
            #!/bin/sh
            for argument; do
                case $argument in
                    -XX:AOTCacheOutput=*) echo "$*" >"${argument#*=}" ;;
                    -XX:AOT*) echo "$argument" ;;
                esac
            done
            """;

    @TempDir
    private Path folder;

    private Path home;
    private Path jdk;
    private Path caches;

    @BeforeEach
    void isInstalledInAPathWithSpaces() throws IOException {
        home = folder.resolve("a b");
        jdk = folder.resolve("the jdk");
        caches = folder.resolve("the caches");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(jdk.resolve("bin"));
        program(home.resolve("bin/chutes"), Files.readString(LAUNCHER.resolve("chutes")));
        Files.copy(LAUNCHER.resolve("jdk.sh"), home.resolve("lib/jdk.sh"));
        Files.writeString(home.resolve("lib/chutes-cli-1.jar"), "a jar");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        for (String name : List.of("java", "javac", "jlink")) {
            program(jdk.resolve("bin").resolve(name), JAVA);
        }
    }

    @Test
    void makesCachesOnTheFirstRunAndTakesThemFromThenOn() throws Exception {
        assertThat(chutes("plan")).isEqualTo(WITHOUT);

        awaitCaches();
        Path help = cacheOf("--help");
        assertThat(help).content().contains("-cp " + home + "/lib/chutes-cli-1.jar:", "io.chutes.cli.Main --help");
        assertThat(cacheOf("--help", "plan")).content().contains("io.chutes.cli.StartTraining");
        assertThat(cacheOf("-h")).isEqualTo(help).startsWith(caches.resolve("chutes/start"));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(help.resolveSibling("making")));
        try (Stream<Path> made = Files.list(help.getParent())) {
            assertThat(made.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("help", "commands", "with");
        }
    }

    @Test
    void makesOthersForAnotherJarAndAnotherJdk() throws Exception {
        chutes("plan");
        awaitCaches();

        Files.delete(home.resolve("lib/chutes-cli-1.jar"));
        Files.writeString(home.resolve("lib/chutes-cli-2.jar"), "a newer jar");
        assertThat(chutes("plan")).isEqualTo(WITHOUT);
        awaitCaches();
        assertThat(cacheOf("plan")).content().contains("/lib/chutes-cli-2.jar:").doesNotContain("chutes-cli-1");

        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");
        assertThat(chutes("plan")).isEqualTo(WITHOUT);
        awaitCaches();
    }

    @Test
    void startsWithoutWhereNoneCanBeKept() throws Exception {
        caches = Files.writeString(folder.resolve("a file"), "in the way");

        assertThat(chutes("plan")).isEqualTo(WITHOUT);
        assertThat(chutes("plan")).isEqualTo(WITHOUT);
    }

    private void awaitCaches() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !chutes("plan").equals(WITHOUT));
    }

    private Path cacheOf(String... arguments) throws Exception {
        return Path.of(chutes(arguments).strip().replaceFirst("^-XX:AOTCache=", ""));
    }

    /** What it says on standard output; it says nothing else. */
    private String chutes(String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(home + "/bin/chutes"), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("XDG_CACHE_HOME", caches.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
