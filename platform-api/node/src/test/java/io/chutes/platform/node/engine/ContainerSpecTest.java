package io.chutes.platform.node.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.DesiredInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    private static final long GIB = 1L << 30;
    private static final HostAddress ADDRESS = new HostAddress("10.0.0.7");
    private static final Capacity NODE = new Capacity(16, 64, Map.of("L4", 3, "H100", 1));

    @Test
    void asksForTheGpusThatAreItsOwnByName() {
        List<DeviceRequest> requests = spec(EngineChoice.Network.HOST, order(2, 0, 0), List.of("GPU-a", "GPU-b"))
                .host()
                .getDeviceRequests();

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getDriver()).isEqualTo("nvidia");
            assertThat(request.getDeviceIds()).containsExactly("GPU-a", "GPU-b");
            assertThat(request.getCapabilities()).containsExactly(List.of("gpu"));
            assertThat(request.getCount()).isNull();
        });
    }

    @Test
    void asksForNoneIfTheyAreOnlyDeclared() {
        assertThat(spec(EngineChoice.Network.HOST, order(2, 0, 0), List.of())
                        .host()
                        .getDeviceRequests())
                .isEmpty();
    }

    @Test
    void publishesItsPortAtTheNodesAddressAloneIfItHasANetworkOfItsOwn() {
        HostConfig host =
                spec(EngineChoice.Network.BRIDGE, order(0, 1, 1), List.of()).host();

        assertThat(host.getNetworkMode()).isEqualTo("bridge");
        assertThat(host.getPortBindings().getBindings().get(ExposedPort.tcp(8000)))
                .singleElement()
                .satisfies(binding -> assertThat(binding.getHostIp()).isEqualTo("10.0.0.7"));
        assertThat(spec(EngineChoice.Network.HOST, order(0, 1, 1), List.of())
                        .host()
                        .getPortBindings()
                        .getBindings())
                .isEmpty();
    }

    @Test
    void givesItNoRightsAndWeightsToRead() {
        HostConfig host =
                spec(EngineChoice.Network.HOST, order(0, 2, 8), List.of()).host();

        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges:true");
        assertThat(host.getPrivileged()).isNull();
        assertThat(host.getBinds()).singleElement().hasToString("/weights/one:/chutes/weights/model:ro");
        assertThat(host.getMemory()).isEqualTo(8 * GIB);
        assertThat(host.getMemorySwap()).isEqualTo(8 * GIB);
        assertThat(host.getNanoCPUs()).isEqualTo(2_000_000_000);
        assertThat(host.getPidsLimit()).isEqualTo(4096);
    }

    @Test
    void givesOneWithGpusTheirShareOfTheNode() {
        Limits one = Limits.of(order(1, 0, 0), NODE);

        assertThat(one.memory()).isEqualTo(16 * GIB);
        assertThat(one.nanoCpus()).as("what is idle may be used").isZero();
        assertThat(one.cpuWeight()).isEqualTo(4 * 1024);
        assertThat(Limits.of(order(4, 0, 0), NODE).memory()).isEqualTo(64 * GIB);
        assertThat(Limits.of(order(1, 0, 0), new Capacity(1, 2, Map.of("L4", 8)))
                        .memory())
                .isEqualTo(GIB);
    }

    private static ContainerSpec spec(EngineChoice.Network network, DesiredInstance order, List<String> devices) {
        return new ContainerSpec(
                order,
                Limits.of(order, NODE),
                network,
                ADDRESS,
                8000,
                devices,
                Map.of("model", Path.of("/weights/one")));
    }

    private static DesiredInstance order(int gpus, int cores, int memoryGb) {
        return new DesiredInstance(
                "i1",
                "alice/hello",
                "alice/hello@sha256:" + "0".repeat(64),
                "token",
                gpus == 0 ? null : "L4",
                gpus,
                cores,
                memoryGb,
                Map.of(),
                Duration.ofSeconds(60),
                Duration.ZERO);
    }
}
