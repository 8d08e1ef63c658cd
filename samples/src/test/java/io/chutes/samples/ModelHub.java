package io.chutes.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.manifest.WeightsSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Hub: a model that only the holder of its token may read, and those for everybody that are put into it. */
final class ModelHub implements AutoCloseable {
    static final String REPO = "hf://acme/words";
    static final String REVISION = "89abcdef0123456789abcdef0123456789abcdef";
    static final String TOKEN = "hf_the-readers-token";

    private static final String GUARDED = REPO + "@" + REVISION;
    private static final Pattern ASKED =
            Pattern.compile("/(?:api/models/)?([^/]+/[^/]+)/(?:tree|resolve)/([0-9a-f]{40})/?(.*)");

    private final Map<String, Map<String, byte[]>> models = new ConcurrentHashMap<>();
    private final HttpServer server;

    ModelHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Puts a file into the model that is not for everybody. */
    ModelHub with(String path, String text) {
        files(GUARDED).put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Puts all files of a folder into the repository that a chute has its weights from. */
    ModelHub with(WeightsSpec weights, Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files(weights.source()).put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return this;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, byte[]> files(String source) {
        return models.computeIfAbsent(source, _ -> new ConcurrentSkipListMap<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher asked = ASKED.matcher(exchange.getRequestURI().getPath());
            String source = asked.matches() ? "hf://%s@%s".formatted(asked.group(1), asked.group(2)) : "";
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            if (source.equals(GUARDED) && !("Bearer " + TOKEN).equals(token)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] body = asked.group(3).isEmpty()
                    ? listing(source)
                    : Objects.requireNonNull(
                            files(source).get(asked.group(3)),
                            source); // the connection ends: what is asked for is what is listed
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] listing(String source) {
        return files(source).entrySet().stream()
                .map(file -> """
                        {"type": "file", "path": "%s", "size": %d, "oid": "%s"}""".formatted(file.getKey(), file.getValue().length, blob(file.getValue())))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String blob(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
