package io.chutes.platform.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The processes of this host that carry a variable in their environment; one that is dead has none. */
final class MarkedProcesses {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private MarkedProcesses() {}

    static List<ProcessHandle> with(String variable, Object value) {
        String mark = variable + "=" + value;
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains(mark))
                .toList();
    }

    static void awaitNone(String variable, Object value) {
        await("processes with " + variable + "=" + value, () -> with(variable, value)
                .isEmpty());
    }

    static void await(String what, BooleanSupplier reached) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(100));
        while (!reached.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("Not in time: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static List<String> environment(ProcessHandle process) {
        try {
            return List.of(Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
