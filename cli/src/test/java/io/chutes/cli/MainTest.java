package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.console.Surroundings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    Path folder;

    @Test
    void printsOneSentenceAndExitsWithOneForAFailure() {
        Result result = run("build", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("chutes: There is no pom.xml in " + folder + ": name the folder of a Maven project\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhatAGradleProjectNeeds() throws Exception {
        Files.createFile(folder.resolve("build.gradle.kts"));

        Result result = run("build", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("chutes: " + folder + " is a Gradle project, ")
                .contains("pom.xml");
    }

    @Test
    void noticesAMisspeltVariableWhateverIsAsked() {
        StringWriter err = new StringWriter();
        var surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Map.of("CHUTES_KEX", "secret"),
                false);

        assertThat(Main.run(surroundings, "--help")).isZero();
        assertThat(Main.run(surroundings, "completion")).isZero();

        assertThat(err.toString())
                .isEqualTo(
                        "chutes: The variable CHUTES_KEX is none that chutes knows; is CHUTES_KEY meant?\n".repeat(2));
    }

    @Test
    void takesTheRegistrysPasswordFromItsSurroundings() {
        StringWriter err = new StringWriter();
        var nobody = new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Map.of(),
                false);

        int code = Main.run(
                nobody, "verify", "--image", "127.0.0.1:1/me/hello@sha256:" + "0".repeat(64), "--username", "me");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("chutes: --image needs the password of me in the environment variable CHUTES_KEY\n");
    }

    @Test
    void printsTheTraceForDebug() {
        Result result = run("build", "--debug", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("chutes: There is no pom.xml").contains("\tat io.chutes.cli.project");
    }

    @Test
    void exitsWithTwoForAnUnknownOption() {
        Result result = run("build", "--unknown");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--unknown", "Usage: chutes build");
    }

    @Test
    void exitsWithTwoWithoutACommand() {
        Result result = run();

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Missing required subcommand", "build");
    }

    @Test
    void helpsWithACommand() {
        Result result = run("build", "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("--chute=NAME", "--tar=FILE", "--push=REFERENCE");
    }

    @Test
    void exitsWithTwoWhereVerifyIsToldOfNoImage() {
        Result result = run("verify", folder.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--tar=FILE", "--image=REFERENCE");
    }

    @Test
    void exitsWithOneWhereTheImageToVerifyIsMissing() {
        Result result = run("verify", folder.toString(), "--tar", folder + "/none.tar");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("chutes: There is no file " + folder + "/none.tar\n");
    }

    @Test
    void tellsTheExitCodesOfVerify() {
        assertThat(run("verify", "--help").out()).contains("0   the same digest", "1   another digest", "2   ");
    }

    private record Result(int code, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(code, out.toString(), err.toString());
    }
}
