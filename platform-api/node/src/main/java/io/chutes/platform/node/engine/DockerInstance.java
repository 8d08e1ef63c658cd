package io.chutes.platform.node.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.WaitResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is a container of this host's Docker Engine. */
final class DockerInstance implements RunningInstance {
    private static final Logger LOG = LoggerFactory.getLogger(DockerInstance.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(5);

    private final DockerHost docker;
    private final String container;
    private final URI address;
    private final ContainerOutput output;
    private final LastWords lastWords;
    private final Limits limits;
    private final Held held;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Thread watch;

    /** @param held what it has until nothing of it is left */
    DockerInstance(
            DockerHost docker, String container, URI address, Path log, Redaction redaction, Limits limits, Held held) {
        this.docker = docker;
        this.container = container;
        this.address = address;
        this.output = new ContainerOutput(docker, container, log);
        this.lastWords = new LastWords(log, redaction);
        this.limits = limits;
        this.held = held;
        this.watch = Thread.ofVirtual().name("container-" + container).start(this::watch);
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public String lastWords() {
        return lastWords.read();
    }

    @Override
    public void stop(Duration grace) {
        DockerHost.undisturbed(() -> signal("TERM"));
        if (!endsWithin(grace)) {
            DockerHost.undisturbed(() -> signal("KILL"));
            if (!endsWithin(KILL_LIMIT)) {
                LOG.error("The killed container {} does not end", container);
            }
        }
        DockerHost.undisturbed(this::remove);
    }

    private boolean endsWithin(Duration limit) {
        try {
            ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | InterruptedException e) { // the latter is what ends the grace
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("It ends in words", e);
        }
    }

    private void signal(String name) {
        try {
            docker.client().killContainerCmd(container).withSignal(name).exec();
        } catch (DockerException e) {
            LOG.debug("The container {} does not run any more", container, e);
        } catch (RuntimeException e) {
            LOG.warn("The container {} could not be told to end: {}", container, DockerHost.words(e));
        }
    }

    private void remove() {
        watch.interrupt();
        output.stop();
        try {
            docker.persist(() -> Containers.remove(docker, container));
        } catch (RuntimeException e) {
            LOG.error(
                    "The container {} could not be removed, which is tried again later: {}",
                    container,
                    DockerHost.words(e));
        }
        held.close();
    }

    /** Waits for its end, through absences of the Engine. */
    private void watch() {
        try {
            while (!ended.isDone()) {
                OptionalInt code = awaitExit();
                if (code.isPresent()) {
                    ended.complete(howItEnded(code.getAsInt()));
                } else {
                    docker.persist(() -> docker.client().pingCmd().exec());
                }
            }
        } catch (NotFoundException e) {
            ended.complete(lastWords.after("its container was removed by somebody else"));
        } catch (RuntimeException e) {
            ended.complete(
                    "nobody knows how it is, since the node's Docker Engine does not answer: " + DockerHost.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its exit code; none if the Engine went away before. */
    private OptionalInt awaitExit() throws InterruptedException {
        try (var exit = docker.client().waitContainerCmd(container).exec(new Exit())) {
            exit.awaitCompletion();
            return exit.code;
        } catch (NotFoundException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            LOG.warn("The Docker Engine went away: {}", DockerHost.words(e));
            return OptionalInt.empty();
        }
    }

    private String howItEnded(int code) throws InterruptedException {
        output.awaitEnd(OUTPUT_LIMIT);
        boolean outOfMemory = Boolean.TRUE.equals(
                docker.client().inspectContainerCmd(container).exec().getState().getOOMKilled());
        return outOfMemory
                ? lastWords.after("ran out of memory, of which it may use %s, and exited with code %d"
                        .formatted(limits.memoryInWords(), code))
                : lastWords.after(code);
    }

    /** How a container ended; nothing if the answer breaks off. */
    private static final class Exit extends ResultCallback.Adapter<WaitResponse> {
        private volatile OptionalInt code = OptionalInt.empty();

        @Override
        public void onNext(WaitResponse answer) {
            code = OptionalInt.of(answer.getStatusCode());
        }
    }
}
