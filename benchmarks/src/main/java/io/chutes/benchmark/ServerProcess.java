package io.chutes.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server to be measured, in a process of its own that is told its port as a chute is. */
record ServerProcess(Process process, int port, Path log) implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static ServerProcess start(Path workdir, Path log, int port, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(workdir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("CHUTES_HOST", "127.0.0.1", "CHUTES_PORT", Integer.toString(port)));
        return new ServerProcess(builder.start(), port, log);
    }

    /** How a class of this module is run. */
    static List<String> java(String... main) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(main));
        return command;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("The process ended: " + Files.readString(log));
        }
    }

    /** Waits until it answers. */
    void awaitAnswers() throws IOException, InterruptedException {
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                checkAlive();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** What it answers at a path. */
    String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Ends it as its platform does. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
