package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.ImageTarget;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker pulls the image from the platform's registry and runs it: no shell, no root, nothing to write to. */
class DockerImageTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void servesAsAContainerWithoutPrivileges() throws Exception {
        boolean engineAnswers = docker("", "info").exitCode() == 0;
        if (!engineAnswers) {
            System.err.println("DockerImageTest is skipped: no Docker Engine answers `docker info`");
        }
        assumeThat(engineAnswers).isTrue();
        var config = new EmbeddedConfig(folder.resolve("data"), 0, PlatformProcess.CAPACITY, Duration.ofSeconds(1));
        try (var platform = EmbeddedPlatform.start(config)) {
            TestAccount dave = TestAccount.register(platform.address(), "dave", "1");
            String registry = platform.address().getAuthority();
            String digest = HelloSample.build(new ImageTarget.Registry(registry + "/dave/hello", "dave", dave.key()))
                    .digest();
            succeeds(dave.key(), "login", "--username=dave", "--password-stdin", registry);
            String image = registry + "/dave/hello@" + digest;
            succeeds("", "pull", image);
            serve(image);
            succeeds("", "image", "rm", image);
        }
    }

    private void serve(String image) throws Exception {
        int port = freePort();
        String container = succeeds(
                        "",
                        "run",
                        "--detach",
                        "--network=host",
                        "--read-only",
                        "--tmpfs=/tmp",
                        "--cap-drop=ALL",
                        "--security-opt=no-new-privileges",
                        "--env=CHUTES_HOST=127.0.0.1",
                        "--env=CHUTES_PORT=" + port,
                        image)
                .strip();
        try {
            var base = URI.create("http://127.0.0.1:" + port);
            Await.until("the container is ready", () -> status(base.resolve("/_chute/ready")) == 200);
            var ready = HTTP.send(
                    HttpRequest.newBuilder(base.resolve("/_chute/ready")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(ready.body()).contains("\"aotCache\":\"used\"");
            var answer = HTTP.send(
                    HttpRequest.newBuilder(base.resolve("/greet"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Docker\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, Docker!\"}");
            succeeds("", "stop", container);
            assertThat(succeeds("", "inspect", "--format={{.State.ExitCode}}", container)
                            .strip())
                    .isEqualTo("0");
        } finally {
            docker("", "rm", "--force", container);
        }
    }

    private static int status(URI address) {
        try {
            return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String succeeds(String input, String... arguments) throws InterruptedException {
        Output output = docker(input, arguments);
        assertThat(output.exitCode())
                .as("docker %s: %s", String.join(" ", arguments), output.text())
                .isZero();
        return output.text();
    }

    private Output docker(String input, String... arguments) throws InterruptedException {
        var command = new ProcessBuilder(new ArrayList<>(List.of("docker"))).redirectErrorStream(true);
        command.command().addAll(List.of(arguments));
        // Keeps the login out of the configuration of whoever runs the tests.
        command.environment().put("DOCKER_CONFIG", folder.resolve("docker").toString());
        try {
            Process process = command.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            return new Output(127, String.valueOf(e.getMessage()));
        }
    }

    private record Output(int exitCode, String text) {}
}
