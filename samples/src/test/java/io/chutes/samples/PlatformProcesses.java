package io.chutes.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes that a platform has started, which all work in its folder: other tests run in this JVM too. */
final class PlatformProcesses {
    private PlatformProcesses() {}

    /** Those that run. */
    static List<ProcessHandle> of(Path data) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> worksIn(data, process.pid()))
                .toList();
    }

    static boolean worksIn(Path data, long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .startsWith(data.toRealPath());
        } catch (IOException e) {
            return false; // it has ended
        }
    }
}
