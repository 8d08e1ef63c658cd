package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.ImageTarget;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The sample's image as a container, pulled from the platform's registry: no root, no capabilities, nothing to write to. */
class ContainerContractTest extends ServedContract {
    @TempDir
    static Path folder;

    private @Nullable Docker engine;
    private @Nullable EmbeddedPlatform platform;
    private @Nullable String image;
    private @Nullable String container;

    @Override
    ServedHello start() throws Exception {
        var docker = new Docker(folder.resolve("docker"));
        engine = docker;
        if (!docker.isThere()) {
            System.err.println("ContainerContractTest is skipped: no Docker Engine answers `docker info`");
        }
        assumeThat(docker.isThere()).as("a Docker Engine answers").isTrue();
        var running = EmbeddedPlatform.start(
                new EmbeddedConfig(folder.resolve("data"), 0, PlatformProcess.CAPACITY, Duration.ofSeconds(1)));
        platform = running;
        TestAccount dave = TestAccount.register(running.address(), "dave", "1");
        String registry = running.address().getAuthority();
        String digest = HelloSample.build(new ImageTarget.Registry(registry + "/dave/hello", "dave", dave.key()))
                .digest();
        docker.succeeds(dave.key(), "login", "--username=dave", "--password-stdin", registry);
        image = registry + "/dave/hello@" + digest;
        docker.succeeds("", "pull", image);
        return run(docker, image, freePort());
    }

    private ServedHello run(Docker docker, String image, int port) throws InterruptedException {
        String started = docker.succeeds(
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
                "--env=CHUTES_INSTANCE_TOKEN=" + ServedHello.TOKEN,
                image);
        container = started;
        assertThat(docker.succeeds("", "inspect", "--format={{.Config.User}}", started))
                .isEqualTo("65532");
        return new ServedHello() {
            @Override
            public URI address() {
                return URI.create("http://127.0.0.1:" + port);
            }

            @Override
            public String aotCache() {
                return "used";
            }

            @Override
            public boolean stop() throws InterruptedException {
                docker.succeeds("", "stop", "--time=45", started);
                return docker.succeeds("", "inspect", "--format={{.State.ExitCode}}", started)
                        .equals("0");
            }
        };
    }

    @AfterAll
    void close() throws InterruptedException {
        if (engine != null && container != null) {
            engine.run("", "rm", "--force", container);
        }
        if (engine != null && image != null) {
            engine.run("", "image", "rm", image);
        }
        if (platform != null) {
            platform.close();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
