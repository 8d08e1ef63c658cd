package io.chutes.platform.node.engine;

import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.inventory.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs an instance as a container of this host's Docker Engine, which can write to nothing but memory, gain no privilege, and take
 * no more of the host than was reserved for it.
 */
public final class DockerEngine implements Engine {
    private final DockerHost docker;
    private final EngineChoice.Network network;
    private final HostAddress address;
    private final RegistryClient registry;
    private final DockerImages images;
    private final Containers containers;
    private final GpuDevices gpus;
    private final Supplier<Reading> inventory;

    private DockerEngine(
            DockerHost docker,
            EngineChoice.Network network,
            HostAddress address,
            RegistryClient registry,
            DockerImages images,
            Containers containers,
            GpuDevices gpus,
            Supplier<Reading> inventory) {
        this.docker = docker;
        this.network = network;
        this.address = address;
        this.registry = registry;
        this.images = images;
        this.containers = containers;
        this.gpus = gpus;
        this.inventory = inventory;
    }

    /**
     * An engine for one node.
     *
     * @param registry where images come from
     * @param folder the node's: every container has its name as a label, so that it is found after a crash
     * @param inventory what the node has, of which an instance with GPUs has its share
     * @param limit bytes of images above which those that nothing runs from are removed
     * @throws NodeException if no Docker Engine answers
     */
    public static DockerEngine connect(
            EngineChoice.Docker choice,
            RegistryClient registry,
            Path folder,
            GpuDevices gpus,
            Supplier<Reading> inventory,
            long limit) {
        DockerHost docker = DockerHost.connect(choice);
        return new DockerEngine(
                docker,
                choice.network(),
                choice.address(),
                registry,
                new DockerImages(
                        docker, registry, new PulledImages(folder.resolve("docker-images"), docker, registry, limit)),
                new Containers(docker, folder),
                gpus,
                inventory);
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public RunningInstance start(
            DesiredInstance instance, Path folder, Map<String, Path> weights, StartProgress progress)
            throws InterruptedException {
        var held = new Held();
        try {
            GpuDevices.Taken given = held.keep(gpus.take(instance));
            DockerImages.Held image = held.keep(images.pull(instance.image(), progress));
            Containers.Launch launch = held.keep(containers.launch(instance));
            int port =
                    switch (network) {
                        case BRIDGE -> ContainerSpec.PORT;
                        case HOST -> address.freePort();
                    };
            var spec = new ContainerSpec(
                    instance,
                    Limits.of(instance, inventory.get().capacity()),
                    network,
                    address,
                    port,
                    given.devices(),
                    weights);
            long start = System.nanoTime();
            String container = create(spec, image, launch);
            docker.client().startContainerCmd(container).exec();
            progress.over("container", Duration.ofNanos(System.nanoTime() - start));
            return new DockerInstance(
                    docker,
                    container,
                    address(container, port),
                    folder.resolve(OUTPUT),
                    new Redaction(instance.environment().values()),
                    spec.limits(),
                    held);
        } catch (InterruptedException e) {
            held.close();
            throw e;
        } catch (RuntimeException e) {
            held.close();
            throw e instanceof NodeException ? e : refused(e);
        } catch (IOException e) {
            held.close();
            throw new UncheckedIOException("Could not find a port", e);
        }
    }

    private String create(ContainerSpec spec, DockerImages.Held image, Containers.Launch launch) {
        CreateContainerResponse created = spec.describe(
                        docker.client().createContainerCmd(image.name()), launch.labels())
                .exec();
        return created.getId();
    }

    private URI address(String container, int port) {
        return address.at(
                switch (network) {
                    case HOST -> port;
                    case BRIDGE -> published(container, port);
                });
    }

    private int published(String container, int port) {
        Ports.Binding[] bindings = docker.client()
                .inspectContainerCmd(container)
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(port));
        if (bindings == null || bindings.length == 0) {
            throw new NodeException("The Docker Engine published no port of the container");
        }
        return Integer.parseInt(bindings[0].getHostPortSpec());
    }

    private static NodeException refused(RuntimeException failure) {
        String words = DockerHost.words(failure);
        if (words.contains("could not select device driver")) {
            return new NodeException(
                    "The node's Docker Engine cannot give GPUs to containers (%s): the NVIDIA Container Toolkit is missing there"
                            .formatted(words),
                    failure);
        }
        return new NodeException(
                (failure instanceof DockerException
                                ? "The Docker Engine could not start the container: "
                                : "The Docker Engine did not answer: ")
                        + words,
                failure);
    }

    @Override
    public void recover() throws InterruptedException {
        try {
            registry.removeHalfDone();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove what is half done", e);
        }
        containers.endLeft();
    }

    @Override
    public void close() {
        docker.close();
    }
}
