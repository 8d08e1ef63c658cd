package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a second to JSON of one small record: {@link Echo} behind the whole runtime, against {@link BareJavalin} with the same
 * JVM and options, and against FastAPI on uvicorn with one worker. Each is a process of its own and takes its turn; {@code wrk} on
 * the same machine asks. Needs Debian's {@code wrk}, {@code python3-fastapi} and {@code uvicorn}. Printed are medians and their ratios.
 */
public final class Throughput {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_SECONDS = 15;
    private static final int SECONDS = 5;

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
        start("chutes", ServerProcess.java("io.chutes.runtime.Main", "META-INF/chutes/echo.json"));
        start("Javalin", ServerProcess.java(BareJavalin.class.getName()));
        int port = ServerProcess.freePort();
        start(
                "FastAPI",
                port,
                List.of(
                        "uvicorn",
                        "--app-dir",
                        folder.toString(),
                        "--port",
                        Integer.toString(port),
                        "--log-level",
                        "error",
                        "echo:app"));
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

    private void start(String name, List<String> command) throws IOException, InterruptedException {
        start(name, ServerProcess.freePort(), command);
    }

    private void start(String name, int port, List<String> command) throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(folder, folder.resolve(name + ".log"), port, command);
        servers.add(new Server(name, process, new ArrayList<>()));
        process.awaitAnswers();
    }

    /** One of those that are compared. */
    private record Server(String name, ServerProcess process, List<Double> rates) {
        double rate(Path script, int seconds) throws IOException, InterruptedException {
            return Wrk.rate("http://127.0.0.1:" + process.port() + "/echo", seconds, List.of("-s", script.toString()));
        }

        double median() {
            return Wrk.median(rates);
        }
    }
}
