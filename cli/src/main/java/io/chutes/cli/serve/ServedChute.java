package io.chutes.cli.serve;

import io.chutes.cli.console.AtExit;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.JvmOptions;
import io.chutes.platform.manifest.Manifest;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that serves a chute as an image would, from copies of its classes: those of the project may change under it. */
final class ServedChute implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI address;
    private final AtExit atExit = AtExit.of(this::end); // before there is anything that could be left
    private @Nullable Path classes;
    private @Nullable Process process;
    private boolean ended;

    private ServedChute(URI address) {
        this.address = address;
    }

    /**
     * Starts it, and waits until it takes calls.
     *
     * @param environment the variables it is given, the values of its secrets among them
     * @param log told each line that it writes
     */
    static ServedChute start(ChuteProject project, Map<String, String> environment, Consumer<String> log)
            throws InterruptedException {
        try {
            var served = new ServedChute(URI.create("http://127.0.0.1:" + freePort()));
            try {
                Process process = served.begin(project, environment);
                Thread.ofVirtual().start(() -> {
                    try (Stream<String> lines = process.inputReader().lines()) {
                        lines.forEach(log);
                    }
                });
                served.awaitReady(process, project.manifest().timeouts().startup());
            } catch (IOException | InterruptedException | RuntimeException e) {
                served.close();
                throw e;
            }
            return served;
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not start the chute: " + e, e);
        }
    }

    /** Not while it is ended, which would leave what came after. */
    private synchronized Process begin(ChuteProject project, Map<String, String> environment)
            throws IOException, InterruptedException {
        if (ended) {
            throw new InterruptedException();
        }
        Path copies = Files.createTempDirectory("chutes-run");
        classes = copies;
        copy(project.classes(), copies);
        ProcessBuilder builder = new ProcessBuilder(command(project, copies))
                .directory(project.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(project.manifest().image().env());
        builder.environment().put("CHUTES_HOST", "127.0.0.1");
        builder.environment().put("CHUTES_PORT", Integer.toString(address.getPort()));
        Process begun = builder.start();
        process = begun;
        return begun;
    }

    URI address() {
        return address;
    }

    private void awaitReady(Process process, Duration limit) throws InterruptedException {
        HttpRequest ready =
                HttpRequest.newBuilder(address.resolve("/_chute/ready")).build();
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "The chute ended as it started, with exit code %d; its log above says why"
                                .formatted(process.exitValue()));
            }
            try {
                if (HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // It does not listen yet.
            }
        }
        throw new CommandException(
                ExitStatus.FAILED, "The chute was not ready within its startup time of %s".formatted(limit));
    }

    @Override
    public void close() {
        atExit.close();
        end();
    }

    private synchronized void end() {
        ended = true;
        if (process != null) {
            stop(process);
        }
        if (classes != null) {
            delete(classes);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It lies in the folder of temporary files.
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(ChuteProject project, Path classes) {
        Manifest manifest = project.manifest();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.of(manifest.image()));
        command.add("-cp");
        command.add(Stream.concat(Stream.of(classes), project.classPath().stream())
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("io.chutes.runtime.Main");
        command.add(Manifest.FOLDER + manifest.name() + ".json");
        return command;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
