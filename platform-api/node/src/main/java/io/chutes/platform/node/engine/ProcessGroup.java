package io.chutes.platform.node.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Processes that end together. One that is dead counts as gone, even if its parent never asks how it died. */
record ProcessGroup(Collection<ProcessHandle> members) {
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** The living processes, but for this one, that were started with all of these variables, each as {@code NAME=value}. */
    static ProcessGroup carrying(Set<String> variables) {
        return new ProcessGroup(ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> environment(process).containsAll(variables))
                .toList());
    }

    /** Asks all of them to end. */
    void ask() {
        members.forEach(ProcessHandle::destroy);
    }

    /** Ends all of them now. */
    void kill() {
        members.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits until none is left; false if some are after that time. */
    boolean awaitGone(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (members.stream().anyMatch(ProcessGroup::isAlive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            // Its parent's news, if it is not ours, so there is nothing to wait on.
            Thread.sleep(PAUSE);
        }
        return true;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    private static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            String state = Files.readString(proc(process, "stat"), StandardCharsets.ISO_8859_1);
            return state.substring(state.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException goneOrNoSuchHost) {
            return false;
        }
    }

    private static List<String> environment(ProcessHandle process) {
        try {
            return Arrays.asList(Files.readString(proc(process, "environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException goneOrSomebodyElses) {
            return List.of();
        }
    }

    private static Path proc(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
