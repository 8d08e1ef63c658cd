package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.chutes.cli.image.ImageTarget;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image in a real container: no shell, no root, no network but the host's. */
class DockerImageTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void servesAsAContainerWithoutPrivileges(@TempDir Path folder) throws Exception {
        assumeThat(run("docker", "info").exitCode())
                .as("skipped: no Docker Engine answers `docker info`")
                .isZero();
        Path tar = folder.resolve("hello.tar");
        HelloSample.build(new ImageTarget.TarFile(tar, "chutes-test/hello:docker"));
        assertThat(run("docker", "load", "-i", tar.toString()).exitCode()).isZero();
        int port = freePort();

        Output started = run(
                "docker",
                "run",
                "--detach",
                "--network=host",
                "--read-only",
                "--tmpfs=/tmp",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--env=CHUTES_HOST=127.0.0.1",
                "--env=CHUTES_PORT=" + port,
                "chutes-test/hello:docker");
        assertThat(started.exitCode()).as(started.text()).isZero();
        String container = started.text().strip();
        try {
            var base = URI.create("http://127.0.0.1:" + port);
            Await.until("the container is ready", () -> status(base.resolve("/_chute/ready")) == 200);
            var answer = HTTP.send(
                    HttpRequest.newBuilder(base.resolve("/greet"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Docker\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, Docker!\"}");
        } finally {
            run("docker", "rm", "--force", container);
            run("docker", "image", "rm", "chutes-test/hello:docker");
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

    private static Output run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            return new Output(127, Optional.ofNullable(e.getMessage()).orElse(""));
        }
    }

    private record Output(int exitCode, String text) {}
}
