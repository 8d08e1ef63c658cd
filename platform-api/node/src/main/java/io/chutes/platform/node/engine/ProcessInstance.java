package io.chutes.platform.node.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is a process of this host, and what it has started itself. */
final class ProcessInstance implements RunningInstance {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessInstance.class);
    private static final int LAST_BYTES = 4096;
    private static final int LAST_LINES = 5;

    private final Process process;
    private final URI address;
    private final Path log;
    private final CompletableFuture<String> ended;

    ProcessInstance(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.ended = process.onExit().thenApply(this::howItEnded);
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
    public void stop(Duration grace) throws InterruptedException {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        if (!LeftProcesses.areGone(family)) {
            LOG.warn("What process {} had started does not end: {}", process.pid(), family);
        }
    }

    private String howItEnded(Process over) {
        String last = lastLines();
        return "exited with code " + over.exitValue() + (last.isEmpty() ? "" : ": " + last);
    }

    private String lastLines() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            List<String> lines = new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its output could not be read: " + e.getMessage();
        }
    }
}
