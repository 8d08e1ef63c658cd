package io.chutes.platform.node.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of a node whose agent was killed. They are told by a variable in their environment that names the node's folder:
 * it is there from the moment a process exists, so that no kill can come between the start and the note of it. Those that
 * have replaced their environment since, or run on a host that shows none, are told by the note in their instance's folder.
 */
final class LeftProcesses {
    static final String MARKER = "CHUTES_NODE_FOLDER";

    private static final Logger LOG = LoggerFactory.getLogger(LeftProcesses.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path folder;

    LeftProcesses(Path folder) {
        this.folder = folder;
    }

    void end() throws InterruptedException {
        ProcessGroup left = find();
        left.members()
                .forEach(process ->
                        LOG.warn("Ending process {}, left by an agent that did not end by itself", process.pid()));
        left.ask();
        if (!left.awaitGone(GRACE)) {
            left.kill();
            if (!left.awaitGone(GRACE)) {
                LOG.error("Killed processes do not end: {}", left.members());
            }
        }
    }

    private ProcessGroup find() {
        Set<ProcessHandle> left = new LinkedHashSet<>(
                ProcessGroup.carrying(Set.of(MARKER + "=" + folder)).members());
        Path instances = folder.resolve("instances");
        if (Files.isDirectory(instances)) {
            try (Stream<Path> folders = Files.list(instances)) {
                for (Path instance : folders.toList()) {
                    ProcessNote.find(instance).ifPresent(process -> {
                        process.descendants().forEach(left::add);
                        left.add(process);
                    });
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Could not look for processes in " + instances, e);
            }
        }
        return new ProcessGroup(left);
    }
}
