package io.chutes.platform.node;

import static io.chutes.platform.node.FakePlatform.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.node.inventory.HostInventory;
import io.chutes.platform.node.inventory.NvidiaSmi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose GPUs are what a program says, and whose instances' output is shipped. */
class InventoryAgentTest {
    private static final String GPU = "GPU-1a2b3c4d-0000-1111-2222-333344445555";

    @TempDir
    private Path folder;

    @Test
    void failsWhatRunsOnAGpuThatIsGoneAndShipsWhatItWrote() throws Exception {
        Path tool = says("0, " + GPU + ", NVIDIA L4, 23034, [N/A]");
        Path home = folder.resolve("node");
        try (var platform = new FakePlatform()) {
            TestImage image = platform.push(
                    TestImage.script("echo on $CUDA_VISIBLE_DEVICES with $HF_TOKEN\nwhile :; do sleep 1; done"));
            var config = new NodeConfig(
                            platform.address(),
                            FakePlatform.TOKEN,
                            home,
                            new Capacity(0, 0, Map.of()),
                            Duration.ofMillis(250))
                    .withInventory(new HostInventory(home, new NvidiaSmi(tool)), Duration.ofMillis(50));
            try (NodeAgent _ = NodeAgent.start(config)) {
                platform.order(onAGpu(instance("i1", image, "the-secret-token")));
                platform.awaitLine("on " + GPU + " with ***");
                says("");

                assertThat(platform.await("i1", InstanceStatus.FAILED).reason())
                        .isEqualTo("its GPU " + GPU + " is gone: the driver no longer tells of it");
                NodeReport now = platform.await(
                        "without the GPU", it -> it.capacity().gpus().isEmpty());
                assertThat(now.capacity().cores()).isPositive();
                platform.order();
                platform.forget("i1");
                platform.await("without the instance", it -> it.instances().isEmpty() && it.ordersRevision() > 2);
                assertThat(home.resolve("instances/i1")).doesNotExist();
            }
            assertThat(platform.logged()).hasSize(1);
        }
    }

    private static DesiredInstance onAGpu(DesiredInstance it) {
        return new DesiredInstance(
                it.id(),
                it.chute(),
                it.image(),
                it.token(),
                "L4",
                1,
                it.cores(),
                it.memoryGb(),
                it.environment(),
                it.startLimit(),
                it.callLimit());
    }

    private Path says(String line) throws IOException {
        Path fresh = Files.createFile(
                folder.resolve("fresh-" + System.nanoTime()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(fresh, "#!/bin/sh\necho '" + line + "'\n");
        return Files.move(fresh, folder.resolve("nvidia-smi"), StandardCopyOption.REPLACE_EXISTING);
    }
}
