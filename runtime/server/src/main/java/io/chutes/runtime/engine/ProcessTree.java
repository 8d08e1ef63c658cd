package io.chutes.runtime.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of an engine and all that came of it: its descendants, and on Linux those that carry its mark in their environment or
 * are of its session, whose parents may have ended.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final ProcessHandle first;
    private final String mark;
    private final Set<ProcessHandle> known = new HashSet<>();

    /**
     * The tree of a process.
     *
     * @param mark a variable of it that no other process has, as {@code NAME=value}
     */
    ProcessTree(ProcessHandle first, String mark) {
        this.first = first;
        this.mark = mark;
        known.add(first);
    }

    /** Remembers those that are there: one whose parent has ended cannot be found everywhere. */
    synchronized void look() {
        known.removeIf(process -> !process.isAlive());
        first.descendants().forEach(known::add);
    }

    /** Asks all to end and, once the grace is over, kills those that have not. An interrupt ends the grace. */
    void end(Duration grace) {
        boolean interrupted = false;
        found().forEach(ProcessHandle::destroy);
        try {
            awaitGone(grace);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        long until = System.nanoTime() + KILL_LIMIT.toNanos();
        for (Set<ProcessHandle> left = found(); !left.isEmpty(); left = found()) {
            if (System.nanoTime() > until) {
                LOG.error("Killed processes do not end: {}", left);
                break;
            }
            left.forEach(ProcessHandle::destroyForcibly); // again and again: one of them may have had a child meanwhile
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitGone(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < until && !running().isEmpty()) {
            Thread.sleep(PAUSE);
        }
    }

    /** Those that run of all that can be found now. */
    private synchronized Set<ProcessHandle> found() {
        look();
        known.addAll(LinuxProcess.all()
                .filter(process -> process.session() == first.pid() || process.carries(mark))
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .collect(Collectors.toSet()));
        return running();
    }

    private synchronized Set<ProcessHandle> running() {
        known.removeIf(process -> !process.isAlive()
                || LinuxProcess.of(process.pid()).filter(LinuxProcess::isZombie).isPresent());
        return Set.copyOf(known);
    }
}
