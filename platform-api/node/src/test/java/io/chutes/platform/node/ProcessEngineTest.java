package io.chutes.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.inventory.Reading;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEngineTest extends EngineContract {
    private static final String MARKER = "CHUTES_NODE_FOLDER";

    @Override
    void prepare(Path scratch) {
        // It needs nothing.
    }

    @Override
    String engine() {
        return "process";
    }

    @Override
    Map<String, String> variables() {
        return Map.of(EngineChoice.ADDRESS, ADDRESS);
    }

    @Override
    TestImage image(List<String> options, String... arguments) {
        return TestImage.chute(options, arguments);
    }

    @Override
    TestImage unique(String content) {
        return TestImage.script("echo " + content);
    }

    @Override
    TestImage madeFor(String architecture) {
        return TestImage.of(List.of(), List.of("/app/run"), List.of(), "", architecture);
    }

    @Override
    List<ProcessHandle> leftOf(Path nodeFolder) {
        return MarkedProcesses.with(MARKER, nodeFolder);
    }

    @Override
    String wordsOfADamagedLayer(String digest) {
        return "for " + digest + ": refused";
    }

    @Test
    void setsTheSearchPathAndTheFoldersOfTheImage() throws Exception {
        platform.order(FakePlatform.instance("paths", platform.push(image(List.of()))));

        URI address = ready("paths");

        assertThat(environment("paths"))
                .contains("CHUTES_HOST=" + ADDRESS, "CHUTES_PORT=" + address.getPort())
                .anyMatch(line -> line.matches("PATH=.*/app/bin:.*"))
                .anyMatch(line -> line.matches("TMPDIR=.*/instances/paths/tmp"))
                .anyMatch(line -> line.matches("user\\.dir=.*/images/[0-9a-f]{64}/app"))
                .noneMatch(line -> line.startsWith("HOME="));
    }

    @Test
    void saysThatItWasKilled() throws Exception {
        platform.order(FakePlatform.instance("killed", platform.push(image(List.of()))));
        ready("killed");

        leftOf(folder).forEach(ProcessHandle::destroyForcibly);

        assertThat(platform.await("killed", InstanceStatus.FAILED).reason())
                .startsWith("was killed by signal 9, as happens where memory runs out");
    }

    @Test
    void showsAnInstanceTheGpusThatAreItsOwn() throws Exception {
        try (var control = new FakePlatform()) {
            TestImage image = control.push(image(List.of()));
            var config = new NodeConfig(
                            control.address(),
                            FakePlatform.TOKEN,
                            Files.createDirectories(scratch.resolve("gpus")),
                            new Capacity(2, 4, Map.of("L4", 3)),
                            Duration.ofSeconds(1))
                    .withInventory(
                            () -> new Reading(
                                    new Capacity(2, 4, Map.of("L4", 3)),
                                    Condition.UNKNOWN,
                                    Map.of("L4", List.of("GPU-0", "GPU-1", "GPU-2")),
                                    true),
                            Duration.ofSeconds(30));
            try (NodeAgent _ = NodeAgent.start(config)) {
                control.order(withGpus("two", image, 2), FakePlatform.instance("none", image));
                URI two = URI.create(String.valueOf(
                        control.await("two", InstanceStatus.READY).address()));
                URI none = URI.create(String.valueOf(
                        control.await("none", InstanceStatus.READY).address()));
                assertThat(ask(two.resolve("/environment")).body().lines())
                        .contains("CUDA_VISIBLE_DEVICES=GPU-0,GPU-1");
                assertThat(ask(none.resolve("/environment")).body().lines()).contains("CUDA_VISIBLE_DEVICES=");

                control.order(withGpus("two", image, 2), withGpus("too-many", image, 2));
                assertThat(control.await("too-many", InstanceStatus.FAILED).reason())
                        .isEqualTo("It is to have 2 × L4, and 1 of this node's 3 are free");
            }
        }
    }

    private static DesiredInstance withGpus(String id, TestImage image, int count) {
        DesiredInstance plain = FakePlatform.instance(id, image);
        return new DesiredInstance(
                id,
                plain.chute(),
                plain.image(),
                plain.token(),
                "L4",
                count,
                0,
                0,
                plain.environment(),
                plain.startLimit(),
                plain.callLimit());
    }
}
