package io.chutes.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a second to JSON of one small record: {@link Echo} behind the whole runtime, against {@link BareJavalin} with the same
 * JVM and options, and against FastAPI on uvicorn with one worker. Each is a process of its own and takes its turn; {@code wrk} on
 * the same machine asks. Needs Debian's {@code wrk}, {@code python3-fastapi} and {@code uvicorn}. Printed are medians and their ratios.
 */
public final class Throughput {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_SECONDS = 15;
    private static final int SECONDS = 5;
    private static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern FAULTS = Pattern.compile("Non-2xx.*|Socket errors.*");

    private final Path folder;
    private final List<Server> servers = new ArrayList<>();

    private Throughput(Path folder) {
        this.folder = folder;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("throughput")) {
            var throughput = new Throughput(scratch.folder());
            try {
                throughput.measure();
            } finally {
                throughput.servers.forEach(server -> server.process.close());
            }
        }
    }

    private void measure() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("echo.lua"), """
                wrk.method = "POST"
                wrk.body = '{"text":"Hello, Duke!","number":42,"flag":true}'
                wrk.headers["Content-Type"] = "application/json"
                """);
        Files.writeString(folder.resolve("echo.py"), """
                from fastapi import FastAPI
                from pydantic import BaseModel

                class Message(BaseModel):
                    text: str
                    number: int
                    flag: bool

                app = FastAPI()

                @app.post("/echo")
                def echo(message: Message) -> Message:
                    return message
                """);
        start("chutes", java("io.chutes.runtime.Main", "META-INF/chutes/echo.json"));
        start("Javalin", java(BareJavalin.class.getName()));
        int port = ServerProcess.freePort();
        start(
                "FastAPI",
                port,
                "uvicorn",
                "--app-dir",
                folder.toString(),
                "--port",
                Integer.toString(port),
                "--log-level",
                "error",
                "echo:app");
        for (Server server : servers) {
            server.rate(script, WARM_UP_SECONDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Server server : servers) {
                server.rates.add(server.rate(script, SECONDS));
            }
        }
        servers.forEach(server -> System.out.printf("%-8s %6.0f answers a second%n", server.name, server.median()));
        double ours = servers.getFirst().median();
        System.out.printf(
                "chutes: %.2f x bare Javalin (aim 0.8), %.1f x FastAPI (aim 3)%n",
                ours / servers.get(1).median(), ours / servers.get(2).median());
    }

    private String[] java(String... main) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(main));
        return command.toArray(String[]::new);
    }

    private void start(String name, String... command) throws IOException, InterruptedException {
        start(name, ServerProcess.freePort(), command);
    }

    private void start(String name, int port, String... command) throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(folder, folder.resolve(name + ".log"), port, List.of(command));
        servers.add(new Server(name, process, new ArrayList<>()));
        process.awaitAnswers();
    }

    /** One of those that are compared. */
    private record Server(String name, ServerProcess process, List<Double> rates) {
        double rate(Path script, int seconds) throws IOException, InterruptedException {
            Process wrk = new ProcessBuilder(
                            "wrk",
                            "-t1",
                            "-c" + CONNECTIONS,
                            "-d" + seconds,
                            "-s",
                            script.toString(),
                            "http://127.0.0.1:" + process.port() + "/echo")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(output);
            if (wrk.waitFor() != 0 || !rate.find() || FAULTS.matcher(output).find()) {
                throw new IOException(name + ": " + output);
            }
            return Double.parseDouble(rate.group(1));
        }

        double median() {
            return rates.stream().sorted().toList().get(rates.size() / 2);
        }
    }
}
