package io.chutes.cli.image;

import io.chutes.platform.node.engine.ProcessGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process of an image's training run, which leaves nothing behind: what it started ends with it. On Linux that is told by a mark in
 * the environment, as the parent may have ended before.
 */
final class TrainingProcess {
    static final String MARK = "CHUTES_TRAINING_RUN";

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Path workdir;
    private final Map<String, String> variables;
    private final Path log;
    private final String mark = UUID.randomUUID().toString();

    /**
     * A process to come.
     *
     * @param variables of the image
     * @param log where its output goes
     */
    TrainingProcess(Path workdir, Map<String, String> variables, Path log) {
        this.workdir = workdir;
        this.variables = variables;
        this.log = log;
    }

    /** Runs it; returns its exit code, nothing if it was ended after the limit. */
    OptionalInt run(List<String> command, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workdir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Nothing of this machine's: neither its secrets nor what would make the run another elsewhere.
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", "/tmp");
        environment.putAll(variables);
        environment.put(MARK, mark);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            endThoseLeft();
        }
    }

    private void endThoseLeft() throws InterruptedException {
        Set<String> carried = Set.of(MARK + "=" + mark);
        for (var left = ProcessGroup.carrying(carried); !left.isEmpty(); left = ProcessGroup.carrying(carried)) {
            left.kill();
            if (!left.awaitGone(KILL_LIMIT)) {
                throw new IllegalStateException("Killed processes of the training run do not end: " + left.members());
            }
        }
    }
}
