package io.chutes.platform.node.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.ImagePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The Docker Engine of this host.
 *
 * @param client asks it
 * @param platform what the images must be made for
 */
record DockerHost(DockerClient client, ImagePlatform platform) implements AutoCloseable {
    /** For which an engine may be away before nobody can say any more how its containers are. */
    private static final Duration ABSENCE_LIMIT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Asks the engine how it is, so that one that cannot be used is told of at once. */
    static DockerHost connect(EngineChoice.Docker choice) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + choice.socket())
                .withDockerTlsVerify(false)
                .build();
        DockerClient client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
        try {
            Version version = client.versionCmd().exec();
            if (choice.network() == EngineChoice.Network.BRIDGE && !hasBridge(client)) {
                throw new NodeException(
                        "The Docker Engine at %s has no network 'bridge'; set %s=host to give containers the host's"
                                .formatted(choice.socket(), EngineChoice.DOCKER_NETWORK));
            }
            return new DockerHost(client, new ImagePlatform("linux", String.valueOf(version.getArch())));
        } catch (NodeException e) {
            close(client);
            throw e;
        } catch (RuntimeException e) {
            close(client);
            throw new NodeException(
                    "No Docker Engine answers at %s, which the engine docker needs: %s; start it, name another socket with %s=unix:///<path>, or choose the engine process"
                            .formatted(choice.socket(), words(e), EngineChoice.DOCKER_HOST),
                    e);
        }
    }

    private static boolean hasBridge(DockerClient client) {
        return client.listNetworksCmd().withNameFilter("bridge").exec().stream()
                .anyMatch(network -> network.getName().equals("bridge"));
    }

    /** Whether it did not answer, rather than refused. */
    static boolean isAway(RuntimeException failure) {
        if (failure instanceof DockerException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Does something that may be done twice: again, as long as the engine is away, but not for ever. */
    void persist(Runnable action) {
        long deadline = System.nanoTime() + ABSENCE_LIMIT.toNanos();
        while (true) {
            try {
                action.run();
                return;
            } catch (RuntimeException e) {
                if (!isAway(e)
                        || System.nanoTime() > deadline
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Does it to the end, whatever interrupts this thread, which stays interrupted. */
    static void undisturbed(Runnable action) {
        Thread other = Thread.startVirtualThread(action);
        boolean interrupted = false;
        while (true) {
            try {
                other.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the engine said, or why nothing was heard of it. */
    static String words(Throwable failure) {
        Throwable last = failure;
        while (!(last instanceof DockerException) && last.getCause() != null) {
            last = last.getCause();
        }
        String message = String.valueOf(last.getMessage());
        int json = message.indexOf('{');
        if (last instanceof DockerException && json >= 0) {
            try {
                return new JsonMapper()
                        .readTree(message.substring(json))
                        .path("message")
                        .asText(message);
            } catch (JsonProcessingException e) {
                return message;
            }
        }
        return message;
    }

    @Override
    public void close() {
        close(client);
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the connection to the Docker Engine", e);
        }
    }
}
