package io.chutes.platform.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A Hub with one model, over real HTTP, that can be told to misbehave. It remembers what it was asked. */
final class TestHub implements AutoCloseable {
    static final String REPO = "hf://acme/tiny-model";
    static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    private static final String RESOLVE = "/acme/tiny-model/resolve/" + REVISION + "/";
    private static final String TREE = "/api/models/acme/tiny-model/tree/" + REVISION;
    private static final int LARGE = 1000;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private int pageSize = 1000;
    private @Nullable String token;

    TestHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** One request. */
    record Asked(
            String path, @Nullable String range, @Nullable String authorization) {}

    /** How a file is sent, instead of as it should be. */
    @FunctionalInterface
    interface Manner {
        void send(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** Files of 1000 bytes and more are kept in LFS, as on the real one those above some megabytes. */
    TestHub with(String path, int size) {
        byte[] content = new byte[size];
        new Random(path.hashCode()).nextBytes(content);
        return with(path, content);
    }

    TestHub with(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    TestHub inPagesOf(int size) {
        pageSize = size;
        return this;
    }

    TestHub onlyFor(String reader) {
        token = reader;
        return this;
    }

    /** From now on sends that file in that manner; null for the right one. */
    void send(String path, @Nullable Manner manner) {
        if (manner == null) {
            manners.remove(path);
        } else {
            manners.put(path, manner);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Hub asAnybody() {
        return Hub.at(address(), null);
    }

    byte[] content(String path) {
        return Objects.requireNonNull(files.get(path));
    }

    List<Asked> asked() {
        return asked;
    }

    /** What was asked for of a file, each time; {@code all} for all of it. */
    List<String> ranges(String path) {
        return asked.stream()
                .filter(it -> it.path().equals(RESOLVE + path))
                .map(it -> Objects.requireNonNullElse(it.range(), "all"))
                .toList();
    }

    /** What a lock of it says. */
    LockedWeights lock() {
        List<LockedFile> locked = new ArrayList<>();
        files.forEach((path, content) -> locked.add(new LockedFile(path, content.length, digest(content))));
        return new LockedWeights("model", REPO, REVISION, locked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            String path = exchange.getRequestURI().getPath();
            asked.add(new Asked(path, headers.getFirst("Range"), headers.getFirst("Authorization")));
            if (token != null && !("Bearer " + token).equals(headers.getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals(TREE)) {
                list(exchange);
            } else if (path.startsWith(RESOLVE) && files.containsKey(path.substring(RESOLVE.length()))) {
                String file = path.substring(RESOLVE.length());
                manners.getOrDefault(file, TestHub::send).send(exchange, content(file));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    /** As a server of files does: all of it, or the range that is asked for. */
    static void send(HttpExchange exchange, byte[] content) throws IOException {
        sendUpTo(exchange, content, Integer.MAX_VALUE);
    }

    /** The same, but the connection breaks after so many bytes. */
    static void sendUpTo(HttpExchange exchange, byte[] content, int most) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = from(range);
        int to = range == null || range.endsWith("-")
                ? content.length
                : Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1;
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, to == from ? -1 : to - from);
        exchange.getResponseBody().write(content, from, Math.min(to - from, most));
        exchange.getResponseBody().flush();
    }

    static int from(@Nullable String range) {
        return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    private void list(HttpExchange exchange) throws IOException {
        List<Map<String, Object>> entries = new ArrayList<>();
        entries.add(Map.of("type", "directory", "path", "onnx", "oid", "0".repeat(40), "size", 0));
        files.forEach((path, content) -> {
            Map<String, Object> entry = new TreeMap<>(
                    Map.of("type", "file", "path", path, "size", content.length, "oid", hex("SHA-1", blob(content))));
            if (content.length >= LARGE) {
                entry.put("lfs", Map.of("oid", hex("SHA-256", content), "size", content.length, "pointerSize", 133));
                entry.put("oid", "f".repeat(40));
            }
            entries.add(entry);
        });
        String query = exchange.getRequestURI().getQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.substring(query.indexOf("cursor=") + 7)) : 0;
        int to = Math.min(entries.size(), from + pageSize);
        if (to < entries.size()) {
            // As a mirror does that hands on what it was told.
            exchange.getResponseHeaders()
                    .set("Link", "<http://hub.invalid%s?recursive=true&cursor=%d>; rel=\"next\"".formatted(TREE, to));
        }
        byte[] body = PlatformJson.mapper().writeValueAsBytes(entries.subList(from, to));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String digest(byte[] content) {
        return content.length >= LARGE
                ? LockedFile.SHA256 + hex("SHA-256", content)
                : LockedFile.GIT_BLOB + hex("SHA-1", blob(content));
    }

    private static byte[] blob(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return all;
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
