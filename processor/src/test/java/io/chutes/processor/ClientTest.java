package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import io.chutes.client.ChuteClient;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clients of {@code good-client/X.java}, compared as text with the files in {@code expected-client/}. */
class ClientTest {
    private static final Path EXPECTED = Fixtures.FOLDER.resolve("expected-client");
    private static final boolean WRITE = "write".equals(System.getProperty("chutes.golden"));

    @ParameterizedTest
    @CsvSource({"Shop, ShopClient", "Small, Small_InnerClient"})
    void writesTheExpectedClient(String chute, String client) throws IOException {
        String written = client(compile(Fixtures.FOLDER.resolve("good-client/" + chute + ".java"), "17"), client);

        Path golden = EXPECTED.resolve(client + ".java");
        if (WRITE) {
            Files.writeString(golden, written);
        }
        assertThat(written)
                .as("%s differs: if the new text is right, run the tests with -Dchutes.golden=write", golden)
                .isEqualTo(Files.exists(golden) ? Fixtures.text(golden) : "(no such file)");
    }

    @Test
    void writesNoneWhereNobodyCouldCompileIt() throws URISyntaxException {
        var client = new File(ChuteClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Compilation compilation = javac("25")
                .withClasspath(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(File::new)
                        .filter(entry -> !entry.equals(client))
                        .toList())
                .compile(JavaFileObjects.forSourceString(
                        "good.Shop", Fixtures.text(Fixtures.FOLDER.resolve("good-client/Shop.java"))));

        assertThat(compilation.errors()).isEmpty();
        assertThat(sources(compilation)).containsExactly("ShopRoutes.java");
    }

    @Test
    void refusesMethodsThatWouldBeTheSame() {
        Compilation compilation = javac("25").compile(JavaFileObjects.forSourceString("Same", """
                import io.chutes.annotation.Chute;
                import io.chutes.annotation.Endpoint;

                @Chute(name = "same")
                class Same {
                    record Note(String text) {}

                    @Endpoint
                    Note foo(Note note) {
                        return note;
                    }

                    @Endpoint(path = "/foo-async")
                    Note fooAsync(Note note) {
                        return note;
                    }

                    @Endpoint(path = "/text")
                    @Override
                    public String toString() {
                        return "";
                    }
                }
                """));

        assertThat(compilation.errors())
                .extracting(error -> error.getMessage(null))
                .containsExactlyInAnyOrder(
                        "The method fooAsync of SameClient, for the endpoint fooAsync, would also be that of the endpoint foo: rename an endpoint",
                        "The method toString of SameClient, for the endpoint toString, would also be a method of every object: rename an endpoint");
    }

    @Test
    void saysThatTheNameOfTheClientIsTaken() {
        Compilation compilation = javac("25").compile(JavaFileObjects.forSourceString("Taken", """
                import io.chutes.annotation.Chute;
                import io.chutes.annotation.Endpoint;

                @Chute(name = "taken")
                class Taken {
                    @Endpoint
                    void go() {}
                }

                class TakenClient {}
                """));

        assertThat(compilation.errors())
                .extracting(error -> error.getMessage(null))
                .containsExactly("The client of this chute would be the class TakenClient, which exists: rename one");
    }

    private static Compilation compile(Path source, String release) {
        String text = Fixtures.text(source);
        String prefix = text.startsWith("package good;") ? "good." : "";
        Compilation compilation =
                javac(release).compile(JavaFileObjects.forSourceString(prefix + Fixtures.simpleName(source), text));
        assertThat(compilation.diagnostics()).as("complaints about %s", source).isEmpty();
        return compilation;
    }

    private static Compiler javac(String release) {
        return Compiler.javac()
                .withOptions(
                        "-Xlint:all,-processing,-options", "-Werror", "-Xdoclint:all,-missing", "--release", release)
                .withProcessors(new ChuteProcessor());
    }

    private static String client(Compilation compilation, String name) throws IOException {
        for (JavaFileObject file : compilation.generatedSourceFiles()) {
            if (file.toUri().getPath().endsWith("/" + name + ".java")) {
                return file.getCharContent(false).toString();
            }
        }
        throw new AssertionError("No " + name + " among " + sources(compilation));
    }

    private static List<String> sources(Compilation compilation) {
        return compilation.generatedSourceFiles().stream()
                .map(file -> file.toUri().getPath())
                .filter(path -> path.contains(StandardLocation.SOURCE_OUTPUT.name()))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }
}
