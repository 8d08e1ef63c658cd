package io.chutes.samples;

import java.nio.file.Path;
import java.util.List;

/** The processes that a platform has started, which all have something in its folder: other tests run in this JVM too. */
final class PlatformProcesses {
    private PlatformProcesses() {}

    /** Those that run. */
    static List<ProcessHandle> of(Path data) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
                .toList();
    }
}
