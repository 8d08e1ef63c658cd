package io.chutes.platform.node;

import static io.chutes.platform.node.FakePlatform.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentTest {
    private static final Capacity CAPACITY = new Capacity(4, 8, Map.of("L4", 2));
    private static final String MARKER = "CHUTES_NODE_FOLDER";

    @TempDir
    private Path folder;

    private final FakePlatform platform = new FakePlatform();
    private NodeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = NodeAgent.start(config(Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        agent.close();
        platform.close();
        List<ProcessHandle> left = MarkedProcesses.with(MARKER, folder);
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void reportsWhatItHas() throws InterruptedException {
        NodeReport first = platform.await("at all", _ -> true);

        assertThat(first.engine()).isEqualTo("process");
        assertThat(first.capacity()).isEqualTo(CAPACITY);
        assertThat(first.instances()).isEmpty();
    }

    @Test
    void startsAnImageAndReportsEveryPartOfItsStartOnce() throws Exception {
        TestImage image = platform.push(TestImage.chute());

        platform.order(instance("i1", image));

        ObservedInstance ready = platform.await("i1", InstanceStatus.READY);
        assertThat(ready.phases()).extracting(Phase::name).containsExactly("pull", "unpack", "jvm", "chute");
        assertThat(ready.phases().subList(2, 4)).extracting(Phase::millis).containsExactly(12L, 3L);
        assertThat(ready.address()).hasScheme("http").hasHost("127.0.0.1");
    }

    @Test
    void startsASecondInstanceFromTheSameFiles() throws Exception {
        TestImage image = platform.push(TestImage.chute());

        platform.order(instance("i1", image), instance("i2", image));

        URI first = ready("i1");
        URI second = ready("i2");
        assertThat(first).isNotEqualTo(second);
        try (var images = Files.list(folder.resolve("images"))) {
            assertThat(images).hasSize(1);
        }
    }

    @Test
    void letsAnInstanceEndItsStreamsAsLongAsItsCallsMayTake() throws Exception {
        agent.close();
        agent = NodeAgent.start(config(Duration.ofMillis(100)));
        TestImage image = platform.push(TestImage.chute("last"));
        platform.order(instance("i1", image, Duration.ofSeconds(60), Duration.ofSeconds(30)));
        platform.await("i1", InstanceStatus.READY);

        platform.order();

        platform.await("i1", InstanceStatus.STOPPED);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).anyMatch(file -> file.endsWith("last"));
        }
    }

    @Test
    void waitsForNoStreamsAsTheNodeItselfEnds() throws Exception {
        agent.close();
        agent = NodeAgent.start(config(Duration.ofMillis(100)));
        TestImage image = platform.push(TestImage.chute("deaf"));
        platform.order(instance("i1", image, Duration.ofSeconds(60), Duration.ofHours(1)));
        platform.await("i1", InstanceStatus.READY);

        agent.close();

        platform.await("i1", InstanceStatus.STOPPED);
        assertThat(MarkedProcesses.with(MARKER, folder)).isEmpty();
    }

    @Test
    void endsTheChildrenOfAProcessThatEnded() throws Exception {
        TestImage image = platform.push(TestImage.script("sleep 1000 & sleep 1000 & exit 1"));

        platform.order(instance("i1", image));

        platform.await("i1", InstanceStatus.FAILED);
        assertThat(MarkedProcesses.with(MARKER, folder)).isEmpty();
    }

    @Test
    void closesUsageWhenAProcessDies() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        URI address = ready("i1");
        platform.await("with usage", report -> !report.usage().isEmpty());

        assertThatThrownBy(() -> ask(address.resolve("/crash"))).isInstanceOf(IOException.class);

        ObservedInstance failed = platform.await("i1", InstanceStatus.FAILED);
        assertThat(failed.reason()).startsWith("exited with code 3: ").endsWith("the GPU fell out");
        List<UsageInterval> usage = platform.usage("i1");
        agent.close();
        assertThat(platform.usage("i1"))
                .as("nothing is added after it is reported as failed")
                .isEqualTo(usage);
        assertFollowEachOther(usage);
    }

    @Test
    void refusesBlobsOfAnotherDigest() throws Exception {
        for (String forged : TestImage.chute().blobs().keySet()) {
            TestImage image = platform.push(TestImage.chute());
            platform.forge(TestImage.blobPath(forged), "forged".getBytes(StandardCharsets.UTF_8));
            String id = "i" + forged.substring(forged.length() - 8);

            platform.order(instance(id, image));

            assertThat(platform.await(id, InstanceStatus.FAILED).reason())
                    .contains(forged)
                    .contains("refused");
            platform.push(image);
        }
        assertThat(folder.resolve("images"))
                .satisfiesAnyOf(images -> assertThat(images).doesNotExist(), images -> assertThat(images)
                        .isEmptyDirectory());
    }

    @Test
    void reportsNewUsageWithoutWaitingForItsQuestionToBeAnswered() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        platform.await("i1", InstanceStatus.READY);
        platform.fallSilent();
        platform.awaitHeld();
        Instant begun = Instant.now();

        platform.await("of three intervals", _ -> platform.usage("i1").size() >= 3);

        assertThat(Duration.between(begun, Instant.now()))
                .isLessThan(Duration.ofSeconds(35)); // when the agent gives up
        assertFollowEachOther(platform.usage("i1"));
    }

    @Test
    void repeatsUsageUntilItIsAcknowledgedAndForgetsWhenTold() throws Exception {
        platform.acknowledge(false);
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        platform.await("of two intervals", report -> report.usage().size() >= 2);
        platform.order();
        platform.forget("i1");
        platform.await("i1", InstanceStatus.STOPPED);
        List<UsageInterval> unacknowledged = platform.reports().getLast().usage();
        assertThat(unacknowledged).extracting(UsageInterval::sequence).startsWith(1L, 2L);

        platform.acknowledge(true);

        platform.await(
                "of nothing, after all that",
                _ -> platform.reports().getLast().instances().isEmpty());
        MarkedProcesses.await("its folder to be gone", () -> !Files.exists(folder.resolve("instances/i1")));
    }

    @Test
    void keepsInstancesAndCountsWhileThePlatformIsAway() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        URI address = ready("i1");

        platform.down();
        Path state = folder.resolve("instances/i1/instance.json");
        String before = Files.readString(state);
        MarkedProcesses.await("usage to be written", () -> !before.equals(read(state)));
        assertThat(ask(address.resolve("/environment")).statusCode()).isEqualTo(200);
        int heard = platform.reports().size();
        platform.up();

        platform.await("after the silence", _ -> platform.reports().size() > heard);
        platform.order();
        platform.await("i1", InstanceStatus.STOPPED);
        assertFollowEachOther(platform.usage("i1"));
    }

    @Test
    void keepsWhatRunsWhileTheRegistryIsDownAndSaysWhyNothingStarts() throws Exception {
        agent.close();
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var registry = new Relay(
                here,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), platform.address().getPort()))) {
            agent = NodeAgent.start(
                    config(Duration.ofSeconds(10)).withImagesOf(URI.create("http://127.0.0.1:" + registry.port())));
            TestImage first = platform.push(TestImage.chute());
            TestImage second = platform.push(TestImage.chute("last"));
            platform.order(instance("i1", first));
            URI address = ready("i1");

            registry.cut();
            platform.order(instance("i1", first), instance("i2", second), instance("i3", first));

            assertThat(platform.await("i2", InstanceStatus.FAILED).reason())
                    .contains("Could not read the image", "the registry at http://127.0.0.1:", "does not answer");
            platform.await("i3", InstanceStatus.READY); // its image is here
            assertThat(ask(address.resolve("/environment")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beginsOnceThePlatformIsThere() throws Exception {
        agent.close();
        platform.down();
        agent = NodeAgent.start(config(Duration.ofSeconds(10)));
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));

        platform.up();

        platform.await("i1", InstanceStatus.READY);
    }

    @Test
    void reportsTheEndOfEverythingWhenItIsClosed() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        platform.await("i1", InstanceStatus.READY);

        agent.close();

        NodeReport last = platform.reports().getLast();
        assertThat(FakePlatform.observed(last, "i1").status()).isEqualTo(InstanceStatus.STOPPED);
        assertFollowEachOther(platform.usage("i1"));
        assertThat(MarkedProcesses.with(MARKER, folder)).isEmpty();
    }

    @Test
    void closesWithoutItsPlatform() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        platform.await("i1", InstanceStatus.READY);
        platform.down();

        agent.close();

        assertThat(MarkedProcesses.with(MARKER, folder)).isEmpty();
    }

    @Test
    void leavesAFolderToItsFirstAgent() {
        NodeConfig same = config(Duration.ofSeconds(10));

        assertThatThrownBy(() -> NodeAgent.start(same))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void goesOnAfterOrdersItCannotFollow() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("../outside", image));
        platform.await("after those orders", report -> report.ordersRevision() == 2);

        platform.order(instance("i1", image));

        platform.await("i1", InstanceStatus.READY);
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void keepsItsTokenToItself() {
        assertThat(config(Duration.ofSeconds(10)).toString()).doesNotContain(FakePlatform.TOKEN);
    }

    private NodeConfig config(Duration stopGrace) {
        return new NodeConfig(
                platform.address(), FakePlatform.TOKEN, folder, CAPACITY, Duration.ofMillis(250), stopGrace);
    }

    private URI ready(String id) throws InterruptedException {
        return Objects.requireNonNull(platform.await(id, InstanceStatus.READY).address());
    }

    private static void assertFollowEachOther(List<UsageInterval> usage) {
        assertThat(usage).isNotEmpty();
        for (int i = 0; i < usage.size(); i++) {
            assertThat(usage.get(i).sequence()).isEqualTo(i + 1L);
            assertThat(usage.get(i).from()).isBefore(usage.get(i).to());
            if (i > 0) {
                assertThat(usage.get(i).from()).isEqualTo(usage.get(i - 1).to());
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> ask(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
