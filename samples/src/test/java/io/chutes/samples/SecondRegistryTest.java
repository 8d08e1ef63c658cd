package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's {@code docker-registry}: what {@code chutes} pushes and verifies is no matter of the platform's own registry. */
class SecondRegistryTest {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    /** The account that CHUTES_KEY of this build has the password of; hashed by bcrypt, as this registry wants it. */
    private static final String ACCOUNT = "me:$2b$04$80U/65LpUCurgyh9pc8cNOtyrrC/OD7WDhUlYpU3TQCoEVhuPcxXi";

    @TempDir
    Path folder;

    private int port;
    private @Nullable Process registry;

    @BeforeEach
    void startRegistry() throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            System.err.println("SecondRegistryTest is skipped: there is no " + PROGRAM + " (apt: docker-registry)");
        }
        assumeThat(PROGRAM).isExecutable();
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("accounts"), ACCOUNT);
        Path config = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %1$s/registry}}
                http: {addr: "127.0.0.1:%2$d"}
                auth: {htpasswd: {realm: test, path: %1$s/accounts}}
                """.formatted(folder, port));
        registry = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Await.until("the registry answers", this::answers);
    }

    @AfterEach
    void stopRegistry() throws InterruptedException {
        if (registry != null) {
            registry.destroy();
            registry.waitFor();
        }
    }

    @Test
    void takesWhatIsPushedAndGivesItBackByItsDigest() throws Exception {
        String repository = "127.0.0.1:" + port + "/me/hello";
        HelloProject project = HelloProject.in(folder.resolve("project"));

        var pushed = project.chutes("build", "--push", repository, "--username", "me");
        assertThat(pushed.exitCode()).as(pushed.err()).isZero();
        String image = repository + "@" + pushed.out().strip();
        var verified = project.chutes("verify", "--image", image, "--username", "me");

        assertThat(verified.exitCode()).as(verified.err() + verified.out()).isZero();
        assertThat(verified.out()).isEqualTo("same digest: " + pushed.out());
        var docker = new Docker(folder.resolve("docker"));
        if (docker.isThere()) {
            docker.succeeds("secret", "login", "--username=me", "--password-stdin", "127.0.0.1:" + port);
            docker.succeeds("", "pull", image);
            assertThat(docker.succeeds("", "image", "inspect", "--format={{.RepoDigests}}", image))
                    .contains(image);
            docker.succeeds("", "image", "rm", image);
        }
    }

    private boolean answers() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 401;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
