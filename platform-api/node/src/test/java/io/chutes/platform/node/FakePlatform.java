package io.chutes.platform.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.fleet.LogReceipt;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform as a node sees it: sync with a long poll, and a registry. It remembers every report. */
final class FakePlatform implements AutoCloseable {
    static final String TOKEN = "the-node's-token";

    private final Map<String, byte[]> registry = new HashMap<>();
    private final List<NodeReport> reports = new ArrayList<>();
    private final List<String> blocked = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Map<String, Long> received = new HashMap<>();
    private List<DesiredInstance> desired = List.of();
    private List<String> forget = List.of();
    private boolean acknowledges = true;
    private boolean silent;
    private boolean stalled;
    private long revision = 1;
    private int held;
    private HttpServer server;

    FakePlatform() {
        server = serve(0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized TestImage push(TestImage image) {
        registry.put(image.manifestPath(), image.manifest());
        image.blobs().forEach((digest, content) -> registry.put(TestImage.blobPath(digest), content));
        return image;
    }

    /** From now on the registry sends this for that path. */
    synchronized void forge(String path, byte[] content) {
        registry.put(path, content);
    }

    /** From now on the registry never answers for that path. */
    synchronized void block(String path) {
        blocked.add(path);
    }

    /** The paths that the registry was asked for. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized void order(DesiredInstance... instances) {
        desired = List.of(instances);
        revision++;
        notifyAll();
    }

    synchronized void forget(String... ids) {
        forget = List.of(ids);
        revision++;
        notifyAll();
    }

    synchronized void acknowledge(boolean yes) {
        acknowledges = yes;
        revision++;
        notifyAll();
    }

    /** From now on a question that may wait is answered only where there is something new, however long that takes. */
    synchronized void fallSilent() {
        silent = true;
    }

    /**
     * Answers no report until that is closed. What a node learns meanwhile it tells only after: it waits for the answer to a report
     * that nothing new cuts short.
     */
    synchronized Closeable stall() throws InterruptedException {
        stalled = true;
        int before = reports.size();
        await("that is to be answered at once", _ -> reports.subList(before, reports.size()).stream()
                .anyMatch(report -> report.waitMillis() == 0));
        return this::goOn;
    }

    private synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    static DesiredInstance instance(String id, TestImage image) {
        return instance(id, image, Duration.ofSeconds(60));
    }

    static DesiredInstance instance(String id, TestImage image, String secret) {
        return instance(id, image).with(Map.of("HF_TOKEN", secret));
    }

    static DesiredInstance instance(String id, TestImage image, Duration startLimit) {
        return instance(id, image, startLimit, Duration.ZERO);
    }

    static DesiredInstance instance(String id, TestImage image, Duration startLimit, Duration callLimit) {
        return new DesiredInstance(
                id,
                "alice/hello",
                image.reference(),
                "instance-token",
                null,
                0,
                1,
                1,
                Map.of("COLOUR", "blue"),
                startLimit,
                callLimit);
    }

    synchronized List<NodeReport> reports() {
        return List.copyOf(reports);
    }

    /** Waits for a report that answers a description, the next one or one that came already. */
    synchronized NodeReport await(String description, Predicate<NodeReport> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(100).toNanos();
        while (true) {
            for (NodeReport report : reports.reversed()) {
                if (wanted.test(report)) {
                    return report;
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("No report %s; the last is %s"
                        .formatted(description, reports.isEmpty() ? "none" : reports.getLast()));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    ObservedInstance await(String id, InstanceStatus status) throws InterruptedException {
        return observed(await("of " + id + " as " + status, report -> has(report, id, status)), id);
    }

    static boolean has(NodeReport report, String id, InstanceStatus status) {
        return report.instances().stream()
                .anyMatch(instance -> instance.id().equals(id) && instance.status() == status);
    }

    static ObservedInstance observed(NodeReport report, String id) {
        return report.instances().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What instances wrote, as far as it has been shipped. */
    synchronized List<String> logged() {
        return List.copyOf(logged);
    }

    /** Waits until a line has been shipped that contains a text. */
    synchronized void awaitLine(String text) throws InterruptedException {
        while (logged.stream().noneMatch(line -> line.contains(text))) {
            wait();
        }
    }

    /** Waits until a node's question is being held. */
    synchronized void awaitHeld() throws InterruptedException {
        while (held == 0) {
            wait();
        }
    }

    /** Every interval of an instance that was ever reported, each once. */
    synchronized List<UsageInterval> usage(String id) {
        return reports.stream()
                .flatMap(report -> report.usage().stream())
                .filter(interval -> interval.instance().equals(id))
                .distinct()
                .sorted(java.util.Comparator.comparing(UsageInterval::sequence))
                .toList();
    }

    void down() {
        server.stop(0);
    }

    void up() {
        server = serve(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        synchronized (this) {
            blocked.clear();
            revision++;
            notifyAll();
        }
    }

    private HttpServer serve(int port) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::handle);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"" + address() + "/v2/token\",service=\"chutes\"");
                send(exchange, 401, new byte[0]);
            } else if (path.equals("/v1/nodes/sync")) {
                send(exchange, 200, PlatformJson.mapper().writeValueAsBytes(sync(read(exchange.getRequestBody()))));
            } else if (path.equals("/v1/nodes/logs")) {
                var batch = PlatformJson.mapper().readValue(exchange.getRequestBody(), LogBatch.class);
                send(exchange, 200, PlatformJson.mapper().writeValueAsBytes(take(batch)));
            } else if (path.equals("/v2/token")) {
                send(exchange, 200, PlatformJson.mapper().writeValueAsBytes(Map.of("token", TOKEN)));
            } else {
                byte[] content = stored(path);
                exchange.getResponseHeaders()
                        .set(
                                "Content-Type",
                                path.contains("/manifests/") ? TestImage.MANIFEST : "application/octet-stream");
                send(exchange, content == null ? 404 : 200, content == null ? new byte[0] : content);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static NodeReport read(InputStream body) throws IOException {
        return PlatformJson.mapper().readValue(body, NodeReport.class);
    }

    private synchronized LogReceipt take(LogBatch batch) {
        for (LogChunk chunk : batch.chunks()) {
            if (chunk.from() == received.getOrDefault(chunk.instance(), 0L)) {
                received.put(chunk.instance(), chunk.to());
                chunk.lines().forEach(line -> logged.add(line.text()));
            }
        }
        notifyAll();
        return new LogReceipt(received);
    }

    private synchronized byte @Nullable [] stored(String path) throws InterruptedException {
        asked.add(path);
        while (blocked.contains(path)) {
            wait();
        }
        return registry.get(path);
    }

    private synchronized NodeOrders sync(NodeReport report) throws InterruptedException {
        reports.add(report);
        held++;
        notifyAll();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(report.waitMillis());
        while (revision == report.ordersRevision() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
        }
        while (silent && report.waitMillis() > 0 && revision == report.ordersRevision()) {
            wait();
        }
        while (stalled) {
            wait();
        }
        held--;
        return new NodeOrders(revision, desired, acknowledged(report), forget);
    }

    private Map<String, Long> acknowledged(NodeReport report) {
        return acknowledges
                ? report.usage().stream()
                        .collect(Collectors.toMap(UsageInterval::instance, UsageInterval::sequence, Math::max))
                : Map.of();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
