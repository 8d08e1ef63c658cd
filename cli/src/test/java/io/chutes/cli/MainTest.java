package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
