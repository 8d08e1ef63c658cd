package io.chutes.platform.node;

import static io.chutes.platform.node.FakePlatform.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.node.engine.DockerEngine;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.engine.GpuDevices;
import io.chutes.platform.node.engine.HostAddress;
import io.chutes.platform.node.engine.RunningInstance;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.inventory.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DockerEngineTest extends EngineContract {
    private static final String FOLDER = "io.chutes.node-folder";

    private final Map<String, String> variables = Map.of(
            EngineChoice.DOCKER_HOST,
            System.getenv().getOrDefault(EngineChoice.DOCKER_HOST, "unix:///var/run/docker.sock"),
            EngineChoice.DOCKER_NETWORK,
            "host",
            EngineChoice.ADDRESS,
            ADDRESS);
    private final Map<FakePlatform, Relay> relays = new ConcurrentHashMap<>();
    private final DockerClient docker = client();
    private @Nullable ContainerImage images;

    @Override
    void prepare(Path scratch) throws IOException, InterruptedException {
        Throwable refusal =
                catchThrowable(() -> engine(scratch.resolve("probe"), platform).close());
        if (refusal != null) {
            System.err.println("DockerEngineTest is skipped: no Docker Engine answers: " + refusal.getMessage());
        }
        assumeThat(refusal).as("a Docker Engine answers").isNull();
        images = ContainerImage.make(scratch);
    }

    @AfterAll
    void removeImages() throws IOException {
        if (images != null) {
            List<String> registries = relays.keySet().stream()
                    .map(control -> addressOf(control).getAuthority() + "/")
                    .toList();
            docker.listImagesCmd().exec().stream()
                    .filter(image -> image.getRepoDigests() != null
                            && Arrays.stream(image.getRepoDigests())
                                    .anyMatch(name -> registries.stream().anyMatch(name::startsWith)))
                    .forEach(image ->
                            docker.removeImageCmd(image.getId()).withForce(true).exec());
        }
        docker.close();
        for (Relay relay : relays.values()) {
            relay.close();
        }
    }

    /** Docker tries TLS first, which the JDK's small server does not notice for ten seconds. */
    @Override
    URI addressOf(FakePlatform control) {
        Relay relay = relays.computeIfAbsent(control, _ -> {
            try {
                var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                return new Relay(
                        any,
                        new InetSocketAddress(
                                any.getAddress(), control.address().getPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return URI.create("http://127.0.0.1:" + relay.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String engine() {
        return "docker";
    }

    @Override
    Map<String, String> variables() {
        return variables;
    }

    @Override
    TestImage image(List<String> options, String... arguments) {
        return images().of(options, arguments);
    }

    @Override
    TestImage unique(String content) {
        return images().unique(content);
    }

    @Override
    TestImage madeFor(String architecture) {
        return images().madeFor(architecture);
    }

    @Override
    List<Container> leftOf(Path nodeFolder) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(FOLDER, nodeFolder.toString()))
                .exec();
    }

    @Override
    String wordsOfADamagedLayer(String digest) {
        return "could not pull the image";
    }

    @Test
    void isolates() throws Exception {
        Path weights = Files.createDirectories(scratch.resolve("weights"));
        Files.writeString(weights.resolve("model.bin"), "the weights");
        var order = instance("isolated", platform.push(image(List.of("-Xmx4g"))));
        try (DockerEngine engine = engine(scratch.resolve("isolated"), platform)) {
            RunningInstance running = engine.start(
                    order, Files.createDirectories(scratch.resolve("own")), Map.of("model", weights), (_, _) -> {});
            URI address = running.address();
            MarkedProcesses.await("its answer", () -> answers(address));

            Container container = leftOf(scratch.resolve("isolated")).getFirst();
            InspectContainerResponse told =
                    docker.inspectContainerCmd(container.getId()).exec();
            assertThat(told.getHostConfig().getMemory()).isEqualTo(1L << 30);
            assertThat(told.getHostConfig().getNanoCPUs()).isEqualTo(1_000_000_000);
            assertThat(told.getConfig().getLabels()).containsEntry("io.chutes.instance", "isolated");
            String status = ask(address.resolve("/environment"))
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("status="))
                    .findFirst()
                    .orElseThrow();
            assertThat(status)
                    .contains("Uid: 65532", "CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1");
            assertThat(write(address, "/app/left", "x").body()).contains("Read-only file system");
            assertThat(write(address, "/tmp/left", "x").body()).isEqualTo("written");
            assertThat(ask(address.resolve("/file?/chutes/weights/model/model.bin"))
                            .body())
                    .isEqualTo("the weights");
            assertThat(write(address, "/chutes/weights/model/model.bin", "x").body())
                    .contains("FileSystemException");
            assertThat(weights.resolve("model.bin")).hasContent("the weights");
            assertThat(Integer.parseInt(ask(address.resolve("/threads")).body()))
                    .isBetween(3000, 4096);

            assertThatThrownBy(() -> ask(address.resolve("/memory"))).isInstanceOf(IOException.class);
            assertThat(running.ended().get(60, TimeUnit.SECONDS))
                    .startsWith("ran out of memory, of which it may use 1.0 GiB, and exited with code 137");

            running.stop(Duration.ofSeconds(2));
            assertThat(leftOf(scratch.resolve("isolated"))).isEmpty();
        }
    }

    private boolean answers(URI address) {
        try {
            return ask(address.resolve("/environment")).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysThatItsContainerWasRemoved() throws Exception {
        platform.order(instance("removed", platform.push(image(List.of()))));
        ready("removed");

        docker.removeContainerCmd(leftOf(folder).getFirst().getId())
                .withForce(true)
                .exec();

        platform.await("removed", InstanceStatus.FAILED);
    }

    @Test
    void keepsInstancesWhileTheDockerEngineIsAway() throws Exception {
        var socket = UnixDomainSocketAddress.of(scratch.resolve("d.sock"));
        Path home = Files.createDirectories(scratch.resolve("away")).toRealPath();
        try (var control = new FakePlatform();
                var relay = new Relay(socket, UnixDomainSocketAddress.of(host().substring("unix://".length())))) {
            control.order(
                    instance("kept", control.push(image(List.of()))), instance("lost", control.push(image(List.of()))));
            var choice = new EngineChoice.Docker(socket.getPath(), EngineChoice.Network.HOST, new HostAddress(ADDRESS));
            try (NodeAgent _ = NodeAgent.start(config(control, home).withEngine(choice))) {
                URI kept = URI.create(String.valueOf(
                        control.await("kept", InstanceStatus.READY).address()));
                URI lost = URI.create(String.valueOf(
                        control.await("lost", InstanceStatus.READY).address()));

                relay.cut();
                assertThatThrownBy(() -> ask(lost.resolve("/crash"))).isInstanceOf(IOException.class);
                int reports = control.usage("kept").size();
                control.await("of its time", _ -> control.usage("kept").size() > reports + 1);
                control.order(
                        instance("kept", image(List.of())),
                        instance("lost", image(List.of())),
                        instance("late", control.push(image(List.of()))));
                assertThat(control.await("late", InstanceStatus.FAILED).reason())
                        .startsWith("The Docker Engine did not answer");
                relay.restore(socket);

                assertThat(control.await("lost", InstanceStatus.FAILED).reason())
                        .startsWith("exited with code 3: ")
                        .endsWith("the GPU fell out");
                assertThat(ask(kept.resolve("/environment")).statusCode()).isEqualTo(200);
                control.order();
                control.await("kept", InstanceStatus.STOPPED);
                assertThat(leftOf(home)).isEmpty();
            }
        }
    }

    private ContainerImage images() {
        return Objects.requireNonNull(images, "prepared");
    }

    private DockerClient client() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host())
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    private String host() {
        return variables.getOrDefault(EngineChoice.DOCKER_HOST, "");
    }

    private DockerEngine engine(Path home, FakePlatform control) {
        return DockerEngine.connect(
                (EngineChoice.Docker) EngineChoice.of("docker", variables),
                new RegistryClient(addressOf(control), FakePlatform.TOKEN, home.resolve("blobs")),
                home,
                GpuDevices.declared(),
                DockerEngineTest::inventory,
                Long.MAX_VALUE);
    }

    private static Reading inventory() {
        return new Reading(new Capacity(2, 4, Map.of()), Condition.UNKNOWN, Map.of(), true);
    }
}
