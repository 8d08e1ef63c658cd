package io.chutes.platform.node.engine;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import io.chutes.platform.fleet.DesiredInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of a node. Each has labels, from the moment it exists, that name the node's folder, its instance and its
 * launch: so whatever is of this folder and of no launch that this agent knows was left, by an agent that was killed or a
 * Docker Engine that was away when it was to be removed.
 */
final class Containers {
    static final String FOLDER = "io.chutes.node-folder";
    static final String INSTANCE = "io.chutes.instance";

    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
    private static final String LAUNCH = "io.chutes.launch";
    private static final String CHUTE = "io.chutes.chute";
    private static final int GRACE_SECONDS = 5;

    private final DockerHost docker;
    private final String folder;
    private final Set<String> launches = ConcurrentHashMap.newKeySet();

    Containers(DockerHost docker, Path folder) {
        this.docker = docker;
        this.folder = folder.toString();
    }

    /** A launch that whatever has its labels belongs to, until it is closed. */
    Launch launch(DesiredInstance instance) {
        String launch = UUID.randomUUID().toString();
        launches.add(launch);
        return new Launch(
                Map.of(FOLDER, folder, INSTANCE, instance.id(), CHUTE, instance.chute(), LAUNCH, launch), () -> {
                    launches.remove(launch);
                    DockerHost.undisturbed(this::endLeft);
                });
    }

    /** Ends those that were left, and returns once they are gone. */
    void endLeft() {
        List<Container> left =
                docker
                        .client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(FOLDER, folder))
                        .exec()
                        .stream()
                        .filter(container ->
                                !launches.contains(container.getLabels().get(LAUNCH)))
                        .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            left.forEach(container -> executor.execute(() -> end(container)));
        }
    }

    private void end(Container container) {
        try {
            LOG.warn(
                    "Ending the container {} of instance {}, which was left",
                    container.getId(),
                    container.getLabels().get(INSTANCE));
            stop(container);
            remove(docker, container.getId());
        } catch (RuntimeException e) {
            LOG.error("The container {} could not be ended: {}", container.getId(), DockerHost.words(e));
        }
    }

    private void stop(Container container) {
        try {
            docker.client()
                    .stopContainerCmd(container.getId())
                    .withTimeout(GRACE_SECONDS)
                    .exec();
        } catch (NotFoundException | NotModifiedException e) {
            LOG.debug("The container {} does not run", container.getId(), e);
        }
    }

    /** Removes it, running or not. */
    static void remove(DockerHost docker, String container) {
        try {
            docker.client()
                    .removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            LOG.debug("The container {} is gone already", container, e);
        } catch (ConflictException e) {
            LOG.debug("The container {} is being removed already", container, e);
        }
    }

    /**
     * The start of an instance, and all that comes of it.
     *
     * @param labels what its container is to have
     */
    record Launch(Map<String, String> labels, Runnable over) implements AutoCloseable {
        @Override
        public void close() {
            over.run();
        }
    }
}
