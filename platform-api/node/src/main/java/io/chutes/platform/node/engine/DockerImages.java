package io.chutes.platform.node.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.PullPermit;
import io.chutes.platform.node.image.RegistryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The images that a Docker Engine has pulled for a node. It pulls them itself, from where the node would: it has the layers of
 * other images already, and checks what comes. They stay while something runs from them, and after that until there is no more
 * room for them.
 */
final class DockerImages {
    private final DockerHost docker;
    private final RegistryClient registry;
    private final PulledImages pulled;

    /** Many pull at once; to remove is for one alone, so that nobody loses what he is about to use. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    DockerImages(DockerHost docker, RegistryClient registry, PulledImages pulled) {
        this.docker = docker;
        this.registry = registry;
        this.pulled = pulled;
    }

    /**
     * An image, pulled unless it is there.
     *
     * @param progress told how long {@code pull} took
     */
    Held pull(String reference, StartProgress progress) throws InterruptedException {
        long start = System.nanoTime();
        registry.platform(reference).ifPresent(made -> docker.platform().require(made, reference));
        PullPermit permit = registry.permit(reference);
        use.readLock().lockInterruptibly();
        try {
            pulled.hold(permit.name());
            try {
                if (!isThere(permit.name())) {
                    pull(permit);
                }
            } catch (RuntimeException | InterruptedException e) {
                pulled.release(permit.name());
                throw e;
            }
        } finally {
            use.readLock().unlock();
        }
        progress.over("pull", Duration.ofNanos(System.nanoTime() - start));
        return new Held(permit.name());
    }

    private boolean isThere(String name) {
        try {
            docker.client().inspectImageCmd(name).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private void pull(PullPermit permit) throws InterruptedException {
        var credential = new AuthConfig();
        permit.token().ifPresent(credential::withRegistrytoken);
        try (var pulling = docker.client()
                .pullImageCmd(permit.name())
                .withAuthConfig(credential)
                .exec(new Pulling())) {
            pulling.awaitCompletion();
            if (!pulling.complaint.isEmpty()) {
                throw refused(permit, pulling.complaint, null);
            }
        } catch (NodeException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw refused(permit, DockerHost.words(e), e);
        }
    }

    private static NodeException refused(PullPermit permit, String why, @Nullable Throwable cause) {
        return new NodeException(
                "The Docker Engine could not pull the image %s: %s".formatted(permit.name(), why), cause);
    }

    private void makeRoom() {
        if (use.writeLock().tryLock()) {
            try {
                pulled.makeRoom();
            } finally {
                use.writeLock().unlock();
            }
        }
    }

    /** An image that is not removed until this is closed. */
    final class Held implements AutoCloseable {
        private final String name;

        private Held(String name) {
            this.name = name;
        }

        /** What the Docker Engine knows it by, its digest among it. */
        String name() {
            return name;
        }

        @Override
        public void close() {
            pulled.release(name);
            makeRoom();
        }
    }

    /** A pull says in its messages that it failed, after it has said that all is well. */
    private static final class Pulling extends ResultCallback.Adapter<PullResponseItem> {
        private volatile String complaint = "";

        @Override
        public void onNext(PullResponseItem item) {
            if (item.isErrorIndicated() && item.getErrorDetail() != null) {
                complaint = String.valueOf(item.getErrorDetail().getMessage());
            }
        }
    }
}
