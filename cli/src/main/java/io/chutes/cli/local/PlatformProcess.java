package io.chutes.cli.local;

import io.chutes.cli.console.AtExit;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a platform as a process that outlives this one, and waits until it answers. */
final class PlatformProcess {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String SENTENCE = "chutes: ";
    private static final int LINES_SHOWN = 3;

    private final Path data;
    private final Map<String, String> environment;

    PlatformProcess(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    RunningPlatform start(int port) throws InterruptedException {
        Path log = data.resolve(RunningPlatform.LOG);
        try {
            OwnerOnly.folder(data);
            Process process = new ProcessBuilder(command(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            // Who breaks off the wait leaves no half-started platform behind.
            try (var _ = AtExit.of(process::destroy)) {
                return awaitOrEnd(process, log);
            }
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not start a platform: " + e, e);
        }
    }

    private RunningPlatform awaitOrEnd(Process process, Path log) throws InterruptedException, IOException {
        try {
            return await(process, log);
        } catch (InterruptedException | RuntimeException e) {
            process.destroy();
            process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw e;
        }
    }

    private RunningPlatform await(Process process, Path log) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<RunningPlatform> up = RunningPlatform.in(data).filter(running -> running.pid() == process.pid());
            if (up.isPresent()) {
                return up.get();
            }
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "The platform ended as it started: %s. Its log is %s".formatted(last(log), log));
            }
        }
        throw new CommandException(
                ExitStatus.FAILED, "The platform was not up after %d s; see %s".formatted(LIMIT.toSeconds(), log));
    }

    private static String last(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        for (String line : lines.reversed()) {
            if (line.startsWith(SENTENCE)) {
                return line.substring(SENTENCE.length());
            }
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private List<String> command(int port) {
        List<String> command = new ArrayList<>();
        // In a session of its own it hears neither the Ctrl-C nor the end of this terminal; macOS has only what leaves
        // out the latter.
        onPath("setsid").or(() -> onPath("nohup")).map(Path::toString).ifPresent(command::add);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.chutes.cli.Main",
                "platform",
                "start",
                "--foreground",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)));
        return command;
    }

    private Optional<Path> onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
