package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code chutes verify} on images that {@code chutes build} made. */
class VerifyTest {
    @TempDir
    static Path given;

    @TempDir
    Path folder;

    /** Of these builds alone, but for all that is no AOT cache. */
    private static Path caches;

    private static Path tar;

    @BeforeAll
    static void build() throws IOException {
        caches = given.resolve("caches");
        SharedCache.linkInto(caches.resolve("chutes"), "base", "jib", "files");
        tar = given.resolve("given.tar");
        var built = project(given.resolve("here")).chutes("build", "--tar", tar.toString());
        assertThat(built.exitCode()).as(built.err()).isZero();
    }

    @Test
    void findsTheSameDigestInAnotherFolderAndSaysThatAnAotCacheIsAnotherOneEachTimeItIsMade() throws Exception {
        var project = project(folder.resolve("far/away"));

        var said = project.chutes("verify", "--tar", tar.toString());

        assertThat(said.exitCode()).as(said.err() + said.out()).isZero();
        assertThat(said.out()).matches("same digest: sha256:[0-9a-f]{64}\n");

        forgetAotCaches();
        said = project.chutes("verify", "--tar", tar.toString());

        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(said.out().lines())
                .anyMatch(line ->
                        line.matches("layer aot: made of the same inputs \\([0-9a-f]{64}\\); the JVM's dump of a "
                                + "cache is not deterministic, and everything else is equal"))
                .noneMatch(line -> line.startsWith("layer classes") || line.startsWith("label"));
    }

    @Test
    void namesEachFileAndSettingThatDiffersAndTheInputsOfTheAotCache() throws Exception {
        var project = project(folder.resolve("changed"))
                .replace("\"Hello, \"", "\"Hallo, dear \"")
                .replace("@Chute(", "@io.chutes.annotation.Image(env = \"MODE=test\") @Chute(")
                .withLibrary("Hallo!");

        var said = project.chutes("verify", "--tar", tar.toString());

        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        List<String> lines = said.out().lines().toList();
        assertThat(lines.getFirst()).matches("another digest: sha256:\\S+ is given, sha256:\\S+ was rebuilt");
        assertThat(said.out()).containsPattern("""
                        layer libraries:
                          app/lib/words.jar: size \\d+, rebuilt \\d+
                            words/hello.txt: size 5, rebuilt 6
                        """);
        assertThat(lines).contains("layer aot: made of other inputs: layer libraries, layer classes, variable MODE");
        assertThat(said.out()).containsPattern("""
                        layer classes:
                          app/classes.jar: size \\d+, rebuilt \\d+
                        """);
        assertThat(lines)
                .anyMatch(line -> line.matches("    com/example/hello/Hello.class: size \\d+, rebuilt \\d+"))
                .noneMatch(line -> line.contains("Hello$Greet.class") || line.startsWith("layer base"))
                .contains(
                        "variable MODE: not set, rebuilt \"test\"",
                        "label io.chutes.manifest/image/env/MODE: not set, rebuilt \"test\"");
    }

    private static HelloProject project(Path folder) throws IOException {
        return HelloProject.in(folder).withCaches(caches);
    }

    private static void forgetAotCaches() throws IOException {
        try (Stream<Path> tree = Files.walk(caches.resolve("chutes/aot"))) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
