package io.chutes.platform.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server that remembers what it was asked and answers as it was told. */
final class RecordingServer implements AutoCloseable {
    /** A request as it came. */
    record Asked(String line, @Nullable String authorization, String body) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile boolean silent;
    private volatile boolean stalls;
    private final AtomicInteger hangUps = new AtomicInteger();
    private volatile @Nullable Headers headers;

    RecordingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answers(int newStatus, String newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    void saysNothing() {
        silent = true;
    }

    /** Begins its answers and does not end them. */
    void stalls() {
        stalls = true;
    }

    Asked asked() throws InterruptedException {
        return asked.take();
    }

    /** What the last request said in a header. */
    @Nullable String said(String header) {
        return headers == null ? null : headers.getFirst(header);
    }

    /** Takes so many requests and breaks their connections. */
    void hangsUp(int times) {
        hangUps.set(times);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            headers = exchange.getRequestHeaders();
            if (hangUps.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            if (silent) {
                closing.await();
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Request-Id", "r-header");
            exchange.getResponseHeaders().add("ETag", "\"seen\"");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (stalls) {
                exchange.getResponseBody().write(body, 0, 1);
                exchange.getResponseBody().flush();
                closing.await();
            }
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
