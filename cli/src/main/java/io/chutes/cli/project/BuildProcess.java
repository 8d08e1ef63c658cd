package io.chutes.cli.project;

import io.chutes.cli.console.AtExit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of a project's build tool by the JDK that runs this process; it ends with this process, and so does all that it started. */
record BuildProcess(Process process) {
    private static final int LINES_SHOWN = 30;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /**
     * Runs the tool to its end, which must be a good one.
     *
     * @param tool its name in words
     * @param options by the variable that the tool takes them from; the user's own come after them
     */
    static void run(String tool, Path project, List<String> command, Map<String, String> options)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        options.forEach((variable, ours) -> environment.merge(variable, ours, (own, first) -> first + " " + own));
        var run = new BuildProcess(builder.start());
        try (var _ = AtExit.of(run::breakOff)) {
            run.await(tool, project);
        } finally {
            run.end();
        }
    }

    private void await(String tool, Path project) throws IOException, InterruptedException {
        process.getOutputStream().close();
        ArrayDeque<String> last = new ArrayDeque<>();
        try (Stream<String> output = process.inputReader().lines()) {
            output.forEach(line -> {
                last.addLast(line);
                if (last.size() > LINES_SHOWN) {
                    last.removeFirst();
                }
            });
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new BuildException("The %s build of %s failed with exit code %d. Its last lines:\n%s"
                    .formatted(tool, project, code, String.join("\n", last)));
        }
    }

    private void breakOff() {
        end();
        process.onExit()
                .completeOnTimeout(process, END_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** A wrapper is a shell that has started another process. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** A command in the folders of a search path, such as {@code PATH} has. */
    static Optional<Path> find(String name, String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
