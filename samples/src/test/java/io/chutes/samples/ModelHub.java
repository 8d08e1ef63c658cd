package io.chutes.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A Hub with one model, which only the holder of its token may read. */
final class ModelHub implements AutoCloseable {
    static final String REPO = "hf://acme/words";
    static final String REVISION = "89abcdef0123456789abcdef0123456789abcdef";
    static final String TOKEN = "hf_the-readers-token";

    private final Map<String, String> files = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    ModelHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    ModelHub with(String path, String text) {
        files.put(path, text);
        return this;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String file = path.replace("/acme/words/resolve/" + REVISION + "/", "");
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals("/api/models/acme/words/tree/" + REVISION)) {
                send(exchange, listing());
            } else {
                send(exchange, file(file));
            }
        }
    }

    private String file(String path) {
        return Objects.requireNonNull(
                files.get(path), path); // the connection ends: what is asked for is what is listed
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private String listing() {
        return files.entrySet().stream()
                .map(file -> """
                        {"type": "file", "path": "%s", "size": %d, "oid": "%s"}""".formatted(file.getKey(), file.getValue().length(), blob(file.getValue())))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String blob(String text) {
        try {
            byte[] content = ("blob " + text.length() + "\0" + text).getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
