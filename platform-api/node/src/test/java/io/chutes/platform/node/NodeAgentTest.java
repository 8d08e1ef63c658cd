package io.chutes.platform.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.node.image.Tar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration USAGE = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private ControlPlane platform;

    @BeforeEach
    void startPlatform() throws IOException {
        platform = new ControlPlane();
    }

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    @Test
    void bringsAnOrderedInstanceToReadinessAndMetersItUntilItIsStopped() throws Exception {
        try (var agent = start()) {
            platform.order(order("i1", "serve"));
            ObservedInstance ready = await("i1", InstanceStatus.READY);
            assertThat(ready.phases()).extracting(Phase::name).containsExactly("pull", "unpack", "chute");
            assertThat(ready.phases().getLast().millis()).isEqualTo(7);
            await("three intervals", () -> platform.usage().size() >= 3);

            platform.order();
            await("i1", InstanceStatus.STOPPED);

            assertThat(children()).isEmpty();
            List<UsageInterval> usage = platform.usage();
            for (int n = 0; n < usage.size(); n++) {
                assertThat(usage.get(n).sequence()).isEqualTo(n + 1);
                assertThat(usage.get(n).to()).isAfter(usage.get(n).from());
                if (n > 0) {
                    assertThat(usage.get(n).from()).isEqualTo(usage.get(n - 1).to());
                }
            }
            assertThat(platform.lastUsage())
                    .as("repeated until it is acknowledged")
                    .isEqualTo(usage);

            platform.acknowledge("i1", usage.size(), List.of("i1"));

            await("it is forgotten", () -> platform.observed("i1").isEmpty());
            assertThat(folder.resolve("instances/i1")).doesNotExist();
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void saysHowAnInstanceFailed() throws Exception {
        try (var agent = start()) {
            platform.order(order("i1", "crash"), order("i2", "never-ready"));

            assertThat(await("i1", InstanceStatus.FAILED).reason())
                    .isEqualTo("exited with code 3: the model file is missing");
            assertThat(await("i2", InstanceStatus.FAILED).reason()).contains("not ready 2 s after");
            await("nothing runs", () -> children().isEmpty());
            assertThat(platform.usage()).isEmpty();
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void refusesAnImageThatIsNotWhatItsDigestSays() throws Exception {
        String digest = image("serve");
        platform.corrupt(digest);
        try (var agent = start()) {
            platform.order(new DesiredInstance("i1", "a/b", "a/b@" + digest, "t", null, 0, Map.of()));

            assertThat(await("i1", InstanceStatus.FAILED).reason())
                    .contains("The registry sent")
                    .contains(digest);
            assertThat(folder.resolve("blobs")).isEmptyDirectory();
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void closingStopsEverythingAndReportsIt() throws Exception {
        try (var agent = start()) {
            platform.order(order("i1", "serve"));
            await("i1", InstanceStatus.READY);
            assertThat(agent).isNotNull();
        }

        assertThat(children()).isEmpty();
        assertThat(platform.observed("i1").orElseThrow().status()).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void endsWhatAKilledAgentLeftAndKeepsItsUsage() throws Exception {
        var left = new ProcessBuilder("sleep", "300");
        left.environment().put("CHUTES_NODE_FOLDER", folder.toRealPath().toString());
        Process orphan = left.start();
        var interval = new UsageInterval(
                "i1", 1, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:05Z"));
        Files.createDirectories(folder.resolve("instances"));
        new InstanceStore(folder.resolve("instances"))
                .save(new InstanceRecord(
                        "i1", InstanceStatus.READY, "serving", null, List.of(), interval.to(), 1, List.of(interval)));
        Path garbled = Files.createDirectories(folder.resolve("instances/i2")).resolve("instance.json");
        Files.writeString(garbled, "{half");

        try (var agent = start()) {
            ObservedInstance over = await("i1", InstanceStatus.FAILED);

            assertThat(over.reason()).isEqualTo("the node's agent was restarted");
            assertThat(orphan.isAlive()).isFalse();
            assertThat(platform.usage()).containsExactly(interval);
            assertThat(garbled).doesNotExist();
            assertThat(garbled.resolveSibling("instance.json.unreadable")).hasContent("{half");
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void goesOnReportingOnceThePlatformIsThere() throws Exception {
        URI address = platform.address();
        platform.close();
        try (var agent = start(address)) {
            platform = new ControlPlane(address.getPort());

            platform.order(order("i1", "serve"));

            await("i1", InstanceStatus.READY);
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void letsOneAgentUseAFolder() {
        try (var first = start()) {
            assertThat(first).isNotNull();
            assertThatThrownBy(this::start)
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("Another node agent");
        }
    }

    private NodeAgent start() {
        return start(platform.address());
    }

    private NodeAgent start(URI address) {
        var capacity = new Capacity(1, 1, Map.of("L4", 1));
        return NodeAgent.start(new NodeConfig(
                address, ControlPlane.TOKEN, folder, capacity, USAGE, Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    private DesiredInstance order(String id, String behaviour) {
        return new DesiredInstance(id, "alice/tiny", "alice/tiny@" + image(behaviour), "s3cret", "L4", 1, Map.of());
    }

    /** An image whose entry point runs this test's own JVM. */
    private String image(String behaviour) {
        String script = "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s %s\n"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Path.of("target", "test-classes").toAbsolutePath(),
                        TinyChute.class.getName(),
                        behaviour);
        return platform.image(new Tar().file("app/run", script, 0755), "/app/run");
    }

    private ObservedInstance await(String id, InstanceStatus status) throws InterruptedException {
        await(
                id + " is " + status,
                () -> platform.observed(id).map(ObservedInstance::status).equals(Optional.of(status)));
        return platform.observed(id).orElseThrow();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not in time: " + what).isBefore(deadline);
            Thread.sleep(10);
        }
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
