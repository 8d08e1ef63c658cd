package io.chutes.platform.node.engine;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is a process of this host, and what it has started itself. */
final class ProcessInstance implements RunningInstance {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessInstance.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Set<String> marks;
    private final URI address;
    private final LastWords lastWords;
    private final Runnable release;
    private final CompletableFuture<String> ended;

    /** @param release told once nothing of it is left */
    ProcessInstance(Process process, Set<String> marks, URI address, LastWords lastWords, Runnable release) {
        this.process = process;
        this.marks = marks;
        this.address = address;
        this.lastWords = lastWords;
        this.release = release;
        this.ended = process.onExit().thenApply(over -> lastWords.after(over.exitValue()));
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
        try {
            end(grace);
        } finally {
            release.run();
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

    @Override
    public String lastWords() {
        return lastWords.read();
    }
}
