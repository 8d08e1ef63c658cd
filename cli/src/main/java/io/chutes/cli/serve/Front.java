package io.chutes.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** One address for a chute through all its reloads: the playground at {@code /}, and every other path handed on as it comes. */
final class Front implements AutoCloseable {
    private static final int BUFFER = 8192;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int BAD_GATEWAY = 502;

    /** Of one connection, not of the message. */
    private static final Set<String> HOP = Set.of(
            "connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade", "date");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Supplier<URI> chute;
    private final byte[] page;

    private Front(HttpServer server, Supplier<URI> chute, byte[] page) {
        this.server = server;
        this.chute = chute;
        this.page = page;
    }

    /** @param chute where it is served now */
    static Front start(int port, Supplier<URI> chute) {
        try (InputStream page = Front.class.getResourceAsStream("playground.html")) {
            if (page == null) {
                throw new IllegalStateException("This build of chutes has no playground");
            }
            // Java's client keeps a connection that rests for 30 s, after which this server would drop it as well.
            System.setProperty("sun.net.httpserver.idleInterval", "75");
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ACCEPT_QUEUE);
            var front = new Front(server, chute, page.readAllBytes());
            server.createContext("/", front::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return front;
        } catch (BindException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "Port %d is in use: name another with --port".formatted(port), e);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not listen on port " + port + ": " + e, e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/")
                    && exchange.getRequestMethod().equals("GET")) {
                answer(exchange, 200, "text/html; charset=utf-8", page);
            } else {
                forward(exchange);
            }
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        try {
            HttpResponse<InputStream> answer =
                    client.send(request(exchange), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                for (Map.Entry<String, List<String>> header :
                        answer.headers().map().entrySet()) {
                    if (isOfTheMessage(header.getKey())) {
                        exchange.getResponseHeaders().put(header.getKey(), header.getValue());
                    }
                }
                boolean isEmpty = answer.statusCode() == 204 || answer.statusCode() == 304;
                exchange.sendResponseHeaders(answer.statusCode(), isEmpty ? -1 : 0);
                if (!isEmpty) {
                    pass(body, exchange.getResponseBody());
                }
            }
        } catch (IOException e) {
            String sentence = "The chute does not answer: " + e + "\n";
            answer(exchange, BAD_GATEWAY, "text/plain; charset=utf-8", sentence.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(chute.get().resolve(asked.toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isOfTheMessage(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static boolean isOfTheMessage(String header) {
        return !HOP.contains(header.toLowerCase(Locale.ROOT)) && !header.startsWith(":");
    }

    /** Each part as soon as it comes: it may be an event. */
    private static void pass(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
