package io.chutes.platform.node;

import static io.chutes.platform.node.FakePlatform.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.UsageInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRestartTest {
    private static final String MARKER = "CHUTES_NODE_FOLDER";

    @TempDir
    private Path folder;

    private final FakePlatform platform = new FakePlatform();

    @AfterEach
    void stop() {
        platform.close();
        List<ProcessHandle> left = MarkedProcesses.with(MARKER, folder);
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void endsAChildThatTookAwayItsMark() throws Exception {
        TestImage image = platform.push(TestImage.script("exec env -i FORGETFUL='" + folder + "' sleep 1000"));
        platform.order(instance("i1", image));
        Process killed = agentProcess();
        platform.await("i1", InstanceStatus.STARTING);
        MarkedProcesses.await(
                "the process", () -> !MarkedProcesses.with("FORGETFUL", folder).isEmpty());
        kill(killed);

        try (NodeAgent _ = agent()) {
            MarkedProcesses.awaitNone("FORGETFUL", folder);
        } finally {
            MarkedProcesses.with("FORGETFUL", folder).forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void reportsUsageOfTheKilledAgentAgainAsItWas() throws Exception {
        platform.acknowledge(false);
        TestImage image = platform.push(TestImage.chute());
        platform.order(instance("i1", image));
        Process killed = agentProcess();
        platform.await("of two intervals", report -> report.usage().size() >= 2);
        kill(killed);
        List<UsageInterval> heard = platform.usage("i1");

        try (NodeAgent _ = agent()) {
            NodeReport after =
                    platform.await("of its failure", report -> FakePlatform.has(report, "i1", InstanceStatus.FAILED));

            assertThat(after.usage()).containsAll(heard);
            assertThat(after.usage()).extracting(UsageInterval::sequence).doesNotHaveDuplicates();
            for (int i = 1; i < after.usage().size(); i++) {
                assertThat(after.usage().get(i).sequence()).isEqualTo(i + 1L);
                assertThat(after.usage().get(i).from())
                        .isEqualTo(after.usage().get(i - 1).to());
            }
        }
    }

    @Test
    void doesNotRunAnInstanceAgainWhoseStateCannotBeRead() throws Exception {
        TestImage image = platform.push(TestImage.chute());
        Path home = Files.createDirectories(folder.resolve("instances/i1"));
        Files.writeString(home.resolve("instance.json"), "{\"id\":\"i1\",\"sta");
        platform.order(instance("i1", image));

        try (NodeAgent _ = agent()) {
            assertThat(platform.await("i1", InstanceStatus.FAILED).reason()).contains("could not be read");
        }
        assertThat(home.resolve("instance.json.unreadable")).hasContent("{\"id\":\"i1\",\"sta");
    }

    @Test
    void removesWhatAKilledAgentHadHalfDone() throws Exception {
        Path image = Files.createDirectories(folder.resolve("images/unfinished-1/etc"));
        Path layer = Files.createDirectories(folder.resolve("layers/unfinished-1"));
        Path blob = Files.createDirectories(folder.resolve("blobs")).resolve("unfinished-1");
        Files.writeString(blob, "half");

        agent().close();

        assertThat(image).doesNotExist();
        assertThat(layer).doesNotExist();
        assertThat(blob).doesNotExist();
    }

    private NodeAgent agent() {
        return NodeAgent.start(new NodeConfig(
                platform.address(), FakePlatform.TOKEN, folder, new Capacity(2, 4, Map.of()), Duration.ofMillis(200)));
    }

    private Process agentProcess() throws IOException {
        return AgentProgram.start(platform.address(), folder, "process", Map.of());
    }

    private static void kill(Process agent) throws InterruptedException {
        agent.destroyForcibly().waitFor();
    }
}
