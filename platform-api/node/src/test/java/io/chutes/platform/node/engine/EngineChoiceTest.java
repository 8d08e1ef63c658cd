package io.chutes.platform.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.inventory.Reading;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineChoiceTest {
    @Test
    void takesDockerAsItsOwnToolsDo() {
        assertThat(EngineChoice.of("docker", Map.of()))
                .isEqualTo(new EngineChoice.Docker(
                        Path.of("/var/run/docker.sock"), EngineChoice.Network.BRIDGE, HostAddress.LOOPBACK));
        assertThat(EngineChoice.of(
                        "docker", Map.of("DOCKER_HOST", "unix:///run/d.sock", "CHUTES_DOCKER_NETWORK", "host")))
                .isEqualTo(new EngineChoice.Docker(
                        Path.of("/run/d.sock"), EngineChoice.Network.HOST, HostAddress.LOOPBACK));
        assertThat(EngineChoice.of("process", Map.of())).isEqualTo(new EngineChoice.Processes());
    }

    @Test
    void writesAddressesAsAddressesOfTheWebDo() throws Exception {
        assertThat(new HostAddress("10.0.0.7").at(80)).hasToString("http://10.0.0.7:80");
        assertThat(HostAddress.of("127.0.0.2").at(HostAddress.of("127.0.0.2").freePort()))
                .hasHost("127.0.0.2");
        assertThat(new HostAddress("fd00:0:0:0:0:0:0:7").at(80)).hasHost("[fd00:0:0:0:0:0:0:7]");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> EngineChoice.of("podman", Map.of()))
                .isInstanceOf(NodeException.class)
                .hasMessage("The engine must be process or docker, got 'podman'");
        assertThatThrownBy(() -> EngineChoice.of("docker", Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375")))
                .isInstanceOf(NodeException.class)
                .hasMessageContainingAll("DOCKER_HOST must be unix:///<path>", "tcp://10.0.0.1:2375");
        assertThatThrownBy(() -> EngineChoice.of("process", Map.of("CHUTES_NODE_ADDRESS", "gpu.example.org")))
                .hasMessage(
                        "The address of a node must be an IP address of its machine, such as 10.0.0.7, got 'gpu.example.org'");
        assertThatThrownBy(() -> EngineChoice.of("process", Map.of("CHUTES_NODE_ADDRESS", "0.0.0.0")))
                .hasMessageContaining("name the one address of this machine");
        assertThatThrownBy(() -> EngineChoice.of("process", Map.of("CHUTES_NODE_ADDRESS", "203.0.113.1")))
                .hasMessageStartingWith("203.0.113.1 is no address of this machine: ");
        assertThatThrownBy(() -> EngineChoice.of("docker", Map.of("CHUTES_DOCKER_NETWORK", "none")))
                .isInstanceOf(NodeException.class)
                .hasMessage("CHUTES_DOCKER_NETWORK must be bridge or host, got 'none'");
    }

    @Test
    void saysWhereNoDockerEngineAnswers(@TempDir Path folder) {
        var nowhere =
                new EngineChoice.Docker(folder.resolve("absent.sock"), EngineChoice.Network.HOST, HostAddress.LOOPBACK);
        var nothing = new Reading(new Capacity(1, 1, Map.of()), Condition.UNKNOWN, Map.of(), true);
        var registry = new RegistryClient(URI.create("http://127.0.0.1:1"), "token", folder);

        assertThatThrownBy(() -> DockerEngine.connect(
                        nowhere, registry, folder, GpuDevices.declared(), () -> nothing, Long.MAX_VALUE))
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith("No Docker Engine answers at " + nowhere.socket())
                .hasMessageContainingAll("start it", "DOCKER_HOST=unix:///<path>", "engine process");
    }
}
