package io.chutes.platform.node.engine;

import io.chutes.platform.node.image.HeldImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is a process of this host, and what it has started itself. */
final class ProcessInstance implements RunningInstance {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessInstance.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int LAST_BYTES = 4096;
    private static final int LAST_LINES = 5;

    private final Process process;
    private final Set<String> marks;
    private final URI address;
    private final Path log;
    private final Redaction redaction;
    private final HeldImage image;
    private final CompletableFuture<String> ended;

    ProcessInstance(Process process, Set<String> marks, URI address, Path log, Redaction redaction, HeldImage image) {
        this.process = process;
        this.marks = marks;
        this.address = address;
        this.log = log;
        this.redaction = redaction;
        this.image = image;
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
        try (image) {
            end(grace);
        }
    }

    private void end(Duration grace) throws InterruptedException {
        var family = new ProcessGroup(process.descendants().toList());
        process.destroy();
        if (!endsWithin(grace)) {
            process.destroyForcibly();
            if (!process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("The killed process {} does not end", process.pid());
            }
        }
        end(family);
        // The children of a process that died by itself are nobody's: only their environment tells whose they were.
        for (var left = ProcessGroup.carrying(marks); !left.isEmpty(); left = ProcessGroup.carrying(marks)) {
            if (!end(left)) {
                return;
            }
        }
    }

    private boolean endsWithin(Duration grace) {
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) { // which is what ends the grace
            return false;
        }
    }

    private static boolean end(ProcessGroup group) throws InterruptedException {
        group.kill();
        boolean gone = group.awaitGone(KILL_LIMIT);
        if (!gone) {
            LOG.error("Killed processes do not end: {}", group.members());
        }
        return gone;
    }

    private String howItEnded(Process over) {
        String last = lastWords();
        return "exited with code " + over.exitValue() + (last.isEmpty() ? "" : ": " + last);
    }

    @Override
    public String lastWords() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            List<String> lines = redaction
                    .of(new String(tail, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its output could not be read: " + e.getMessage();
        }
    }
}
