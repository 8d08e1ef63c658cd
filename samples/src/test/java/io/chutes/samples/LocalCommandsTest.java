package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.Main;
import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no platform. */
class LocalCommandsTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127.0.0.1:\\d+");

    @TempDir
    private Path folder;

    @Test
    void servesAProjectAndReloadsIt() throws Exception {
        HelloProject project = HelloProject.in(folder.resolve("hello"));
        Files.createDirectories(folder.resolve("models/current"));
        Path throughALink = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("models/current"))
                .resolve("../../models");
        var out = new StringWriter();
        var err = new StringWriter();
        var exit = new CompletableFuture<Integer>();
        Thread running = Thread.ofPlatform()
                .start(() -> exit.complete(Main.run(
                        new Surroundings(
                                InputStream.nullInputStream(),
                                new PrintWriter(out, true),
                                new PrintWriter(err, true),
                                Map.of("CHUTES_WEIGHTS", throughALink.toString()),
                                false),
                        "run",
                        project.folder().toString(),
                        "--port",
                        "0")));
        Await.until(
                "it serves: " + err,
                () -> exit.isDone() || ADDRESS.matcher(out.toString()).find());
        Matcher address = ADDRESS.matcher(out.toString());
        assertThat(address.find()).as(err.toString()).isTrue();
        URI url = URI.create(address.group());

        assertThat(get(url, "/")).contains("chutes run", "/_chute/openapi.json");
        assertThat(get(url, "/_chute/openapi.json")).containsPattern("\"title\": ?\"hello\"");
        assertThat(post(url, "/greet", "{\"name\":\"Duke\"}").body()).isEqualTo("{\"message\":\"Hello, Duke!\"}");
        assertThat(post(url, "/count", "{\"to\":2}").body()).contains("data: {\"number\":2}", "event: completed");
        assertThat(post(url, "/greet", "{\"name\":7}").statusCode()).isEqualTo(422);

        project.replace("\"Hello, \"", "\"Good day, \"");
        Await.until(
                "the change is served",
                () -> post(url, "/greet", "{\"name\":\"D\"}").body().contains("Good day"));
        project.replace("record Tick(int number) {}", "record Tick(int number) {");
        Await.until("the mistake is told of", () -> err.toString().contains("The chute as it was goes on"));
        assertThat(post(url, "/greet", "{\"name\":\"D\"}").body()).contains("Good day");

        running.interrupt();

        assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(err.toString()).endsWith("chutes: interrupted\n");
    }

    @Test
    void makesAProjectOfTheSample() throws IOException {
        var cli = new Cli(folder);
        Path project = folder.resolve("greeter");

        assertThat(cli.done("new", project.toString()))
                .isEqualTo("greeter is a chute in %s. Next: chutes run %1$s%n".formatted(project));

        for (Path file : new Path[] {
            Path.of("src/test/java/com/example/hello/HelloTest.java"),
            Path.of("src/main/java/com/example/hello/package-info.java")
        }) {
            assertThat(project.resolve(file))
                    .hasSameTextualContentAs(Path.of("hello").resolve(file));
        }
        assertThat(project.resolve("src/main/java/com/example/hello/Hello.java"))
                .content()
                .contains("@Chute(name = \"greeter\"");
        assertThat(project.resolve("pom.xml"))
                .content()
                .contains("<artifactId>greeter</artifactId>", "<groupId>com.example</groupId>");
        assertThat(cli.run("new", project.toString()).exit()).isEqualTo(5);
        assertThat(cli.run("new", folder.resolve("Greeter").toString()).err()).contains("got 'Greeter'; --name");
        assertThat(cli.done("new", folder.resolve("my chats/chat").toString(), "--template", "llm"))
                .endsWith(": cd '%s/my chats/chat' && mvn verify && CHUTES_WEIGHTS=target/models chutes run .%n"
                        .formatted(folder));
        assertThat(folder.resolve("my chats/chat/src/main/java/com/example/llm/Qwen.java"))
                .content()
                .contains("@Chute(name = \"chat\"");
        assertThat(folder.resolve("my chats/chat/src/test/java/com/example/llm/QwenTest.java"))
                .content()
                .contains("assertEquals(\"chat\", answer.model())");
        assertThat(folder.resolve("my chats/chat/pom.xml")).content().contains("<artifactId>chat</artifactId>");
        cli.done("new", folder.resolve("vectors").toString(), "--template", "embeddings");
        assertThat(folder.resolve("vectors/src/main/java/com/example/embeddings/MiniLm.java"))
                .content()
                .contains("@Chute(name = \"vectors\"");
        assertThat(cli.run("new", folder.resolve("other").toString(), "--template", "nonesuch")
                        .exit())
                .isEqualTo(2);
        assertThat(Files.exists(folder.resolve("other"))).isFalse();
    }

    @Test
    void looksAtTheMachine() throws IOException {
        Cli cli = new Cli(folder)
                .with("PATH", "")
                .with("XDG_DATA_HOME", folder.toString())
                .with("DOCKER_HOST", "unix:///none.sock");

        Cli.Said said = cli.run("doctor");

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("ok   JDK", "warn Maven       no mvn on the PATH: install it", "ok   disk")
                .contains("warn Docker      no Engine listens at /none.sock, ")
                .contains("warn credentials none that can be used: You are not logged in");
        assertThat(cli.with("CHUTES_KEY", "x")
                        .with("CHUTES_URL", "http://127.0.0.1:1")
                        .run("doctor"))
                .satisfies(it -> assertThat(it.exit()).isEqualTo(1))
                .satisfies(it -> assertThat(it.out()).contains("fail platform    http://127.0.0.1:1 does not answer"));
        assertThat(cli.run("doctor", "--json").json().path(0).path("verdict").asText())
                .isEqualTo("ok");
    }

    private static String get(URI url, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static HttpResponse<String> post(URI url, String path, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(url.resolve(path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
