package io.chutes.platform.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.node.image.Tar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The other end of a node's conversation, spoken over HTTP: orders, reports, and a registry with images made by tests. */
final class ControlPlane implements AutoCloseable {
    static final String TOKEN = "the-node-token";

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<NodeReport> reports = new CopyOnWriteArrayList<>();
    private final Map<Long, UsageInterval> usage = new TreeMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private NodeOrders orders = new NodeOrders(0, List.of(), Map.of(), List.of());

    ControlPlane() throws IOException {
        this(0);
    }

    ControlPlane(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/v1/nodes/sync", this::sync);
        server.createContext("/v2/", this::blob);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void order(DesiredInstance... instances) {
        orders = new NodeOrders(orders.revision() + 1, List.of(instances), Map.of(), List.of());
        notifyAll();
    }

    synchronized void acknowledge(String instance, long sequence, List<String> forget) {
        orders = new NodeOrders(orders.revision() + 1, orders.instances(), Map.of(instance, sequence), forget);
        notifyAll();
    }

    /** What was last reported of an instance. */
    Optional<ObservedInstance> observed(String id) {
        return reports.isEmpty()
                ? Optional.empty()
                : reports.getLast().instances().stream()
                        .filter(instance -> instance.id().equals(id))
                        .findFirst();
    }

    /** The unacknowledged intervals of the last report. */
    List<UsageInterval> lastUsage() {
        return reports.isEmpty() ? List.of() : reports.getLast().usage();
    }

    /** Every interval ever reported; one that was reported twice, and not the same, fails the test. */
    synchronized List<UsageInterval> usage() {
        return List.copyOf(usage.values());
    }

    /** Adds an image of one layer; answers its digest. */
    String image(Tar layer, String... entryPoint) {
        byte[] content = layer.compressed();
        ObjectNode config = PlatformJson.mapper().createObjectNode();
        config.withObject("/config").put("WorkingDir", "/app").withArray("/Entrypoint");
        for (String part : entryPoint) {
            config.withObject("/config").withArray("/Entrypoint").add(part);
        }
        ObjectNode manifest = PlatformJson.mapper().createObjectNode().put("schemaVersion", 2);
        manifest.withObject("/config").put("digest", add(config.toString().getBytes(StandardCharsets.UTF_8)));
        manifest.withArray("/layers")
                .addObject()
                .put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                .put("digest", add(content));
        return add(manifest.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the registry send other bytes than those a digest names. */
    void corrupt(String digest) {
        blobs.put(digest, "something else".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String add(byte[] content) {
        String digest = "sha256:" + sha256(content);
        blobs.put(digest, content);
        return digest;
    }

    private void blob(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] content = blobs.get(path.substring(path.lastIndexOf('/') + 1));
        boolean isNode = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, isNode ? content == null ? 404 : 200 : 401, content == null ? new byte[0] : content);
    }

    private void sync(HttpExchange exchange) throws IOException {
        NodeReport report = PlatformJson.mapper().readValue(exchange.getRequestBody(), NodeReport.class);
        answer(exchange, 200, PlatformJson.mapper().writeValueAsBytes(follow(report)));
    }

    private synchronized NodeOrders follow(NodeReport report) {
        reports.add(report);
        for (UsageInterval interval : report.usage()) {
            UsageInterval known = usage.putIfAbsent(interval.sequence(), interval);
            if (known != null && !known.equals(interval)) {
                throw new IllegalStateException("reported as " + known + " and as " + interval);
            }
        }
        long until = System.currentTimeMillis() + report.waitMillis();
        try {
            while (orders.revision() == report.ordersRevision() && System.currentTimeMillis() < until) {
                wait(Math.max(1, until - System.currentTimeMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return orders;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
