package io.chutes.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.chutes.annotation.EngineCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The engine of {@code supervised.py}, with a folder in which it leaves notes. */
record PythonProgram(Path folder, int port) {
    static PythonProgram in(Path folder) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
                "there is no python3 here");
        try (InputStream in = PythonProgram.class.getResourceAsStream("supervised.py")) {
            Files.copy(Objects.requireNonNull(in), folder.resolve("supervised.py"));
        }
        return new PythonProgram(folder, MainProcess.freePort());
    }

    EngineCommand command(String... odd) {
        return EngineCommand.of(
                        "python3",
                        folder.resolve("supervised.py").toString(),
                        Integer.toString(port),
                        folder.toString())
                .with(odd);
    }

    /** Tells it something. */
    void tell(String note) throws IOException {
        Files.createFile(folder.resolve(note));
    }

    void takeBack(String note) throws IOException {
        Files.delete(folder.resolve(note));
    }

    /** What it has noted. */
    List<String> notes(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError("could not read the notes", e);
        }
    }

    /** Waits until so many of its processes were started, and none that runs is left. */
    void awaitGone(int started) {
        Patience.await()
                .until(() -> notes("pids").size() >= started && running().isEmpty());
    }

    /** Kills the run that began last, of one without a family. */
    void kill() {
        ProcessHandle.of(Long.parseLong(notes("pids").getLast())).orElseThrow().destroyForcibly();
    }

    List<String> running() {
        return notes("pids").stream().filter(PythonProgram::isRunning).toList();
    }

    private static boolean isRunning(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return ProcessHandle.of(Long.parseLong(pid)).isPresent();
        }
    }
}
