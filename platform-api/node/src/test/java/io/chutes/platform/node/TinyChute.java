package io.chutes.platform.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What an image of these tests runs: it answers the readiness question, or does something worse. */
final class TinyChute {
    private TinyChute() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "crash" -> {
                System.err.println("the model file is missing");
                System.exit(3);
            }
            case "never-ready" -> System.out.println("thinking");
            default -> System.out.println("serving");
        }
        int port = Integer.parseInt(System.getenv("CHUTES_PORT"));
        var server = HttpServer.create(new InetSocketAddress(System.getenv("CHUTES_HOST"), port), 0);
        server.createContext("/_chute/ready", exchange -> {
            boolean isPlatform = System.getenv("CHUTES_INSTANCE_TOKEN")
                    .equals(exchange.getRequestHeaders().getFirst("X-Chutes-Instance-Token"));
            byte[] body = "{\"status\":\"ready\",\"phases\":[{\"name\":\"chute\",\"millis\":7}]}"
                    .getBytes(StandardCharsets.UTF_8);
            boolean ready = isPlatform && !args[0].equals("never-ready");
            exchange.sendResponseHeaders(ready ? 200 : 503, ready ? body.length : -1);
            if (ready) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }
}
