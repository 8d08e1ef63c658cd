package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
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
                .isEqualTo(
                        "chutes: There is no pom.xml in %s, and no build.gradle or build.gradle.kts: name the folder of a Maven or Gradle project\n"
                                .formatted(folder));
        assertThat(result.out()).isEmpty();
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
    void tellsItsVersionAndThatOfJava() {
        Result result = run("--version");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("chutes ").contains("\nJava " + Runtime.version() + ", ");
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
        assertThat(result.err())
                .isEqualTo("chutes: Unknown option: '--unknown'. chutes build --help says how it is used\n");
        assertThat(run("deply").err()).contains("'deply'", "chutes deploy").doesNotContain("Usage:");
    }

    @Test
    void exitsWithTwoForATarThatIsNoFile() {
        assertThat(run("build", folder.toString(), "--tar", folder.toString()))
                .isEqualTo(new Result(
                        2,
                        "",
                        "chutes: --tar writes a file, and %s is none: name a file, and pass that on\n"
                                .formatted(folder)));
    }

    @Test
    void exitsWithTwoForAValueThatCannotBe() {
        assertThat(run("keys", "create", "ci", "--admin", "--expires", "tomorrow"))
                .isEqualTo(
                        new Result(
                                2,
                                "",
                                "chutes: Invalid value for option '--expires': 'tomorrow' is no moment such as 2026-01-31T12:00:00Z. chutes keys create --help says how it is used\n"));
        assertThat(run("images", "list", "--limit", "-1").err()).contains("--limit must be 0 or more, got -1");
        assertThat(run("explain", "hello", "--last", "-1").err()).contains("--last must be 0 or more, got -1");
        assertThat(run("warmup", "hello", "--timeout", "3").err()).contains("--timeout says how long --wait waits");
    }

    @Test
    void refusesFilesThatNoCallOrSecretHolds() throws Exception {
        Path large = folder.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff});

        assertThat(run("invoke", "a/hello", "/greet", "@" + large))
                .isEqualTo(new Result(2, "", "chutes: " + large + " is larger than 64 MiB, which no call carries\n"));
        assertThat(run("login", "--key-file", large.toString()))
                .isEqualTo(new Result(2, "", "chutes: The API key is longer than 1 MiB\n"));
        assertThat(run("login", "--key-file", bytes.toString()))
                .isEqualTo(
                        new Result(2, "", "chutes: The API key is no text in UTF-8: encode it, such as by base64\n"));
        assertThat(run("login", "--key-file", folder.toString()).err())
                .isEqualTo("chutes: The API key cannot be read: there is no file " + folder + "\n");
    }

    @Test
    void failsWhereNobodyTakesWhatItPrints() {
        StringWriter err = new StringWriter();
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        int code = Main.run(new PrintWriter(full), new PrintWriter(err, true), "completion");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("chutes: Standard output takes no more: it is closed, or what it goes to is full\n");
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
