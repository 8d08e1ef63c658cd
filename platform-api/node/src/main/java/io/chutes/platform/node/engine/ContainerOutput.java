package io.chutes.platform.node.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a container writes, followed into a file until it ends. */
final class ContainerOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerOutput.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DockerHost docker;
    private final String container;
    private final Path file;
    private final Thread thread;

    ContainerOutput(DockerHost docker, String container, Path file) {
        this.docker = docker;
        this.container = container;
        this.file = file;
        this.thread = Thread.ofVirtual().name("output-of-" + container).start(this::run);
    }

    /** Waits until all is in the file, for at most so long. */
    void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    /** Follows no more. */
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var following = new Following(out, 0);
            while (!isOver(following)) {
                Thread.sleep(PAUSE);
                following = new Following(out, following.seen);
            }
        } catch (IOException e) {
            LOG.error("The output of the container {} could not be kept in {}", container, file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Follows to the end; false if the Engine went away before. */
    private boolean isOver(Following following) throws IOException, InterruptedException {
        try (var _ = docker.client()
                .logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .withSince(following.seen)
                .exec(following)) {
            following.awaitCompletion();
            return true;
        } catch (RuntimeException e) {
            LOG.debug("The output of the container {} broke off", container, e);
            if (following.unwritable != null) {
                throw following.unwritable;
            }
            return !DockerHost.isAway(e);
        }
    }

    /** Writes each piece as it comes. After an interruption what was written in its last second is there twice. */
    private static final class Following extends ResultCallback.Adapter<Frame> {
        private final OutputStream out;
        private volatile int seen;
        private volatile @Nullable IOException unwritable;

        private Following(OutputStream out, int since) {
            this.out = out;
            this.seen = since;
        }

        @Override
        public void onNext(Frame piece) {
            try {
                out.write(piece.getPayload());
                seen = (int) Instant.now().getEpochSecond();
            } catch (IOException e) {
                unwritable = e;
                throw new UncheckedIOException(e);
            }
        }
    }
}
