package io.chutes.runtime.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of an engine and all that came of it: its descendants, and on Linux the members of its session, whose parents may
 * have ended.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle first;
    private final Set<ProcessHandle> known = new HashSet<>();

    ProcessTree(ProcessHandle first) {
        this.first = first;
        known.add(first);
    }

    /** Remembers those that are there: a child whose parent has ended is nobody's, where there are no sessions. */
    synchronized void look() {
        first.descendants().forEach(known::add);
    }

    /** Asks all to end and, once the grace is over, kills those that have not. An interrupt ends the grace. */
    void end(Duration grace) {
        boolean interrupted = false;
        running().forEach(ProcessHandle::destroy);
        try {
            awaitGone(grace);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        long until = System.nanoTime() + KILL_LIMIT.toNanos();
        for (Set<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
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

    private synchronized Set<ProcessHandle> running() {
        for (ProcessHandle process : List.copyOf(known)) {
            process.descendants().forEach(known::add);
        }
        known.addAll(session());
        known.removeIf(process -> !isRunning(process));
        return Set.copyOf(known);
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive()
                && Stat.of(PROC.resolve(Long.toString(process.pid())))
                        .map(stat -> !stat.isZombie())
                        .orElse(true);
    }

    private List<ProcessHandle> session() {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(PROC)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .filter(folder -> Stat.of(folder)
                            .filter(stat -> stat.session() == first.pid() && !stat.isZombie())
                            .isPresent())
                    .flatMap(folder ->
                            ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).stream())
                    .toList();
        } catch (IOException e) {
            LOG.warn("Could not list the processes", e);
            return List.of();
        }
    }

    /** What Linux says of a process. */
    private record Stat(String state, long session) {
        /** Empty for one that is gone, or where there is no Linux. */
        static Optional<Stat> of(Path folder) {
            try {
                String text = Files.readString(folder.resolve("stat"), ISO_8859_1);
                // The name before may hold anything, parentheses and spaces too.
                String[] fields =
                        text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
                return Optional.of(new Stat(fields[0], Long.parseLong(fields[3])));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** One that is dead whose parent has not asked how it died. */
        boolean isZombie() {
            return state.equals("Z");
        }
    }
}
