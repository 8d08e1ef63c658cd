package io.chutes.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server in a chute's place, which does whatever a test tells it to. */
final class StandIn implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private StandIn(HttpServer server) {
        this.server = server;
    }

    static StandIn answering(HttpHandler handler) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var standIn = new StandIn(HttpServer.create(address, 0));
            standIn.server.setExecutor(standIn.threads);
            standIn.server.createContext("/", exchange -> {
                standIn.seen.add(Seen.of(exchange));
                handler.handle(exchange);
            });
            standIn.server.start();
            return standIn;
        } catch (IOException e) {
            throw new AssertionError("Could not start a server", e);
        }
    }

    static StandIn answering(int status, String contentType, String text) {
        return answering(exchange -> answer(exchange, status, contentType, text));
    }

    static void answer(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/c/alice/shop");
    }

    ChuteClient client() {
        return ChuteClient.of(address(), "ck_1_2");
    }

    List<Seen> seen() {
        return seen;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A request that came. */
    record Seen(String line, Map<String, List<String>> headers, String body) {
        static Seen of(HttpExchange exchange) throws IOException {
            return new Seen(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }
}
