package io.chutes.cli.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What runs in the image of {@link NodesJoinTest}: a chute's HTTP contract by the JDK alone. */
public final class HelloServer {
    private HelloServer() {}

    public static void main(String[] args) throws IOException {
        var address =
                new InetSocketAddress(System.getenv("CHUTES_HOST"), Integer.parseInt(System.getenv("CHUTES_PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/_chute/ready", exchange -> answer(exchange, "{\"status\":\"ready\",\"phases\":[]}"));
        server.createContext("/greet", exchange -> {
            System.out.println("greeting");
            answer(exchange, "{\"message\":\"hello\"}");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
