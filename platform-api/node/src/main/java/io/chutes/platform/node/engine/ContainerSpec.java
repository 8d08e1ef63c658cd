package io.chutes.platform.node.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.chutes.platform.fleet.DesiredInstance;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance as a container. It gets nothing but what is listed here: it writes to {@code /tmp} alone, which is memory, gains no
 * privilege and has no capability, and has as much memory, processor time and processes as were reserved for it. Its user is the
 * image's.
 *
 * @param address where it is to answer, itself or through a port that is published there
 * @param port where it is to answer: on this host, or for a network of its own inside
 * @param devices what the driver calls the GPUs that it is to have
 * @param weights the folders that it may read, by the fields that take them
 */
record ContainerSpec(
        DesiredInstance instance,
        Limits limits,
        EngineChoice.Network network,
        HostAddress address,
        int port,
        List<String> devices,
        Map<String, Path> weights) {
    /** Where a runtime with a network of its own answers. */
    static final int PORT = 8000;

    private static final String WEIGHTS = "/chutes/weights";

    ContainerSpec {
        devices = List.copyOf(devices);
        weights = Map.copyOf(weights);
    }

    /** What tells Docker of all this. */
    CreateContainerCmd describe(CreateContainerCmd command, Map<String, String> labels) {
        return command.withLabels(labels)
                .withEnv(environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withExposedPorts(
                        published().stream().map(PortBinding::getExposedPort).toList())
                .withHostConfig(host());
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("HOME", "/tmp"); // where libraries keep what they unpack, if they are told of no other place
        all.putAll(instance.environment());
        all.put("TMPDIR", "/tmp");
        all.putAll(RuntimeVariables.of(
                instance,
                switch (network) {
                    case BRIDGE -> "0.0.0.0";
                    case HOST -> address.text();
                },
                port));
        if (!weights.isEmpty()) {
            all.put(RuntimeVariables.WEIGHTS, WEIGHTS);
        }
        return all;
    }

    HostConfig host() {
        return HostConfig.newHostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,mode=1777"))
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withCapDrop(Capability.ALL)
                .withMemory(limits.memory())
                .withMemorySwap(limits.memory())
                .withNanoCPUs(limits.nanoCpus())
                .withCpuShares(limits.cpuWeight())
                .withPidsLimit(limits.processes())
                .withShmSize(limits.memory()
                        / 2) // a tmpfs has half of the memory that there is; engines share tensors by it
                .withInit(true) // buries what its engines leave, and passes signals on
                .withDeviceRequests(gpus())
                .withBinds(binds())
                .withNetworkMode(
                        switch (network) {
                            case BRIDGE -> "bridge";
                            case HOST -> "host";
                        })
                .withPortBindings(published())
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "2")));
    }

    private List<DeviceRequest> gpus() {
        return devices.isEmpty()
                ? List.of()
                : List.of(new DeviceRequest()
                        .withDriver("nvidia")
                        .withDeviceIds(devices)
                        .withCapabilities(List.of(List.of("gpu"))));
    }

    private List<Bind> binds() {
        return weights.entrySet().stream()
                .map(one ->
                        new Bind(one.getValue().toString(), new Volume(WEIGHTS + "/" + one.getKey()), AccessMode.ro))
                .toList();
    }

    private List<PortBinding> published() {
        return switch (network) {
            case BRIDGE -> List.of(new PortBinding(Ports.Binding.bindIp(address.text()), ExposedPort.tcp(port)));
            case HOST -> List.of();
        };
    }
}
