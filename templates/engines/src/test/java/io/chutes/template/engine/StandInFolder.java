package io.chutes.template.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a stand-in notes what it was started with, and finds how it is to behave. */
record StandInFolder(Path path) {
    /** An engine has its port for itself: tests of another build on this machine that want it too wait for these. */
    private static final FileLock PORT = portLock();

    StandInFolder {
        if (!PORT.isValid()) {
            throw new IllegalStateException("the port is let go of");
        }
    }

    /** The program that stands in for an engine of that kind. */
    List<String> program(String kind) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName(),
                kind,
                path.toString());
    }

    void behave(String how) throws IOException {
        Files.createFile(path.resolve(how));
    }

    void behaveNoMore(String how) throws IOException {
        Files.delete(path.resolve(how));
    }

    List<String> noted(String what) throws IOException {
        return Files.readAllLines(path.resolve(what));
    }

    Map<String, String> environment() throws IOException {
        return noted("environment").stream()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    }

    private static FileLock portLock() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "chutes-port-" + EngineChute.PORT + ".lock");
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .lock();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }
}
