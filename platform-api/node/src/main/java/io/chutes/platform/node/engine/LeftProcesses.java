package io.chutes.platform.node.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of a node whose agent was killed. They are told by a variable in their environment that names the node's folder:
 * it is there from the moment a process exists, so that no kill can come between the start and the note of it.
 */
final class LeftProcesses {
    static final String MARKER = "CHUTES_NODE_FOLDER";

    private static final Logger LOG = LoggerFactory.getLogger(LeftProcesses.class);
    private static final long GRACE_SECONDS = 5;

    private final String mark;

    LeftProcesses(String folder) {
        this.mark = MARKER + "=" + folder;
    }

    void end() throws InterruptedException {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        for (ProcessHandle process : left) {
            LOG.warn("Ending process {}, left by a node agent that did not end by itself", process.pid());
            process.destroy();
        }
        if (!areGone(left)) {
            left.forEach(ProcessHandle::destroyForcibly);
            if (!areGone(left)) {
                LOG.error("Killed processes do not end: {}", left);
            }
        }
    }

    /** Waits for the end of all. Bounded: one that is dead stays listed until its parent, not we, asks how it died. */
    static boolean areGone(List<ProcessHandle> processes) throws InterruptedException {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(GRACE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for a process cannot fail", e);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        if (process.pid() == ProcessHandle.current().pid()) {
            return false;
        }
        try {
            Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
            return List.of(new String(Files.readAllBytes(environment), StandardCharsets.UTF_8).split("\0"))
                    .contains(mark);
        } catch (IOException goneOrSomebodyElses) {
            return false;
        }
    }
}
