package io.chutes.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process of an image's training run, which leaves nothing behind: what it started ends with it. On Linux that is told by a mark in
 * the environment, as the parent may have ended before.
 */
final class TrainingProcess {
    static final String MARK = "CHUTES_TRAINING_RUN";

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

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
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        for (var left = marked(mark); !left.isEmpty(); left = marked(mark)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Killed processes of the training run do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            Thread.sleep(PAUSE); // they may be no children of ours, so there is nothing to wait on
        }
    }

    /** The processes that carry a mark; one that is dead has no environment any more. */
    static List<ProcessHandle> marked(String mark) {
        String variable = MARK + "=" + mark;
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains(variable))
                .toList();
    }

    private static List<String> environment(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException goneOrSomebodyElses) {
            return List.of();
        }
    }
}
