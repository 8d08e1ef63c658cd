package io.chutes.telemetry;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of OTLP over HTTP that keeps what comes. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    /** A request as it came. */
    record Received(String path, String key, ExportTraceServiceRequest spans) {}

    static Collector start() throws IOException {
        var collector = new Collector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.server.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("X-Key");
            var spans = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            collector.received.add(new Received(exchange.getRequestURI().getPath(), key == null ? "" : key, spans));
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.close();
        });
        collector.server.start();
        return collector;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    List<ResourceSpans> resources() {
        return received.stream()
                .flatMap(each -> each.spans().getResourceSpansList().stream())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
