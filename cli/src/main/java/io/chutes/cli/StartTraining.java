package io.chutes.cli;

import com.sun.net.httpserver.HttpServer;
import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the launcher has the JVM run once, to learn which classes commands begin with: help, and a question to a platform that answers
 * that it does not know the key.
 */
final class StartTraining {
    private static final int UNAUTHORIZED = 401;
    private static final String PROBLEM = """
            {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "A platform for training knows no key."}""";

    private StartTraining() {}

    public static void main(String... args) throws IOException {
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            byte[] body = PROBLEM.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(UNAUTHORIZED, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        platform.start();
        var surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                Map.of(
                        "CHUTES_URL",
                                "http://127.0.0.1:" + platform.getAddress().getPort(),
                        "CHUTES_KEY", "KEY",
                        "CHUTES_CONFIG", "/nonexistent/config.json"),
                false);
        Main.run(surroundings, "plan", "--help");
        Main.run(surroundings, "plan");
        platform.stop(0);
        Main.main("--help");
    }
}
