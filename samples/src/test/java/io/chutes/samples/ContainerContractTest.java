package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.ImageTarget;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.engine.DockerEngine;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.engine.GpuDevices;
import io.chutes.platform.node.engine.RunningInstance;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.inventory.Reading;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's image as a container of a Docker Engine, pulled from the platform's registry: no root, no capabilities, nothing to write to. */
class ContainerContractTest extends ServedContract {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private final Map<String, String> variables = variables();
    private @Nullable EmbeddedPlatform platform;
    private @Nullable DockerEngine engine;
    private @Nullable TestAccount dave;
    private @Nullable String image;

    @Override
    ServedHello start() throws Exception {
        Docker docker = docker();
        if (!docker.isThere()) {
            System.err.println("ContainerContractTest is skipped: no Docker Engine answers `docker info`");
        }
        assumeThat(docker.isThere()).as("a Docker Engine answers").isTrue();
        var running = EmbeddedPlatform.start(
                new EmbeddedConfig(folder.resolve("data"), 0, PlatformProcess.CAPACITY, Duration.ofMillis(500))
                        .withEngine(variables));
        platform = running;
        TestAccount account = TestAccount.register(running.address(), "dave", "1");
        dave = account;
        String registry = running.address().getAuthority();
        String pushed = "dave/hello@"
                + HelloSample.build(new ImageTarget.Registry(registry + "/dave/hello", "dave", account.key()))
                        .digest();
        image = pushed;
        var inventory = new Reading(new Capacity(1, 1, Map.of()), Condition.UNKNOWN, Map.of(), true);
        DockerEngine connected = DockerEngine.connect(
                (EngineChoice.Docker) EngineChoice.of(variables),
                new RegistryClient(running.address(), account.key(), folder.resolve("blobs")),
                folder,
                GpuDevices.declared(),
                () -> inventory,
                Long.MAX_VALUE);
        engine = connected;
        return served(connected.start(
                new DesiredInstance(
                        "contract", "hello", pushed, ServedHello.TOKEN, null, 0, 1, 1, Map.of(), LIMIT, Duration.ZERO),
                Files.createDirectories(folder.resolve("instances/contract")),
                Map.of(),
                (_, _) -> {}));
    }

    private static ServedHello served(RunningInstance instance) {
        return new ServedHello() {
            @Override
            public URI address() {
                return instance.address();
            }

            @Override
            public String aotCache() {
                return "used";
            }

            @Override
            public boolean stop() throws InterruptedException {
                instance.stop(LIMIT);
                return instance.ended().join().startsWith("exited with code 0");
            }
        };
    }

    @Test
    void isDeployedCalledBilledAndEndedAsAContainer() throws Exception {
        TestAccount owner = Objects.requireNonNull(dave);
        ChuteState hello = owner.client().deploy(new Deployment(Objects.requireNonNull(image)));
        InstanceState ready = owner.awaitReady(hello);

        assertThat(ready.phases())
                .extracting(Phase::name)
                .startsWith("pull", "container")
                .contains("jvm", "http");
        assertThat(owner.call(hello.path() + "/greet", "{\"name\": \"Duke\"}").body())
                .isEqualTo("{\"message\":\"Hello, Duke!\"}");
        assertThat(containers(ready.id())).hasLineCount(1);
        Await.until("a bill", () -> owner.client().ledger(null).items().stream()
                .anyMatch(transaction -> transaction.cause().startsWith("usage:" + ready.id() + ":")));

        owner.client().deleteChute(hello.name());

        Await.until("its end", () -> owner.client().instances(null).items().stream()
                .anyMatch(it -> it.id().equals(ready.id()) && it.status() == InstanceStatus.STOPPED));
        assertThat(containers(ready.id())).isEmpty();
    }

    private static Docker docker() {
        return new Docker(folder.resolve("docker"));
    }

    private String containers(String instance) throws InterruptedException {
        return docker().succeeds("", "ps", "--all", "--quiet", "--filter", "label=io.chutes.instance=" + instance);
    }

    @AfterAll
    void close() throws InterruptedException {
        if (engine != null) {
            engine.close();
        }
        if (platform != null) {
            if (image != null) {
                docker().run("", "image", "rm", platform.address().getAuthority() + "/" + image);
            }
            platform.close();
        }
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put(EngineChoice.ENGINE, "docker");
        variables.put(EngineChoice.DOCKER_NETWORK, "host");
        return variables;
    }
}
