package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a registry whose process was killed in the middle of pushes. */
final class KilledRegistryTest {
    private static final int PUSHERS = 4;
    private static final int ACKNOWLEDGED = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String database = TestDatabase.freshUrl();
    private final Queue<Pushed> acknowledged = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void keepsWhatItAcknowledgedAndShowsNothingElse() throws Exception {
        String key;
        try (Database open = Database.open(database, "postgres", "postgres")) {
            key = TestAccounts.developer(open, new Keys(open, new byte[32], InstantSource.system()), "alice");
        }
        var client = new Client(http, "Bearer " + key);
        byte[] half = "half of it, ".getBytes(UTF_8);
        byte[] rest = "and the rest".getBytes(UTF_8);
        Digest whole = Digest.of("half of it, and the rest".getBytes(UTF_8));
        String upload;

        try (var registry = Running.start(folder, database)) {
            upload = client.send(registry, "POST", "/v2/alice/half/blobs/uploads/", new byte[0])
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            assertThat(client.send(registry, "PATCH", upload, half).statusCode())
                    .isEqualTo(202);
            try (Socket broken = new Socket(InetAddress.getLoopbackAddress(), registry.port)) {
                String request = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Length: 100000\r\n\r\nand";
                broken.getOutputStream().write(request.getBytes(UTF_8));
                pushUntilKilled(client, registry);
            }
        }

        try (var registry = Running.start(folder, database)) {
            assertThat(client.send(registry, "GET", "/v2/alice/half/blobs/" + whole, new byte[0])
                            .statusCode())
                    .isEqualTo(404);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
            for (Pushed image : acknowledged) {
                assertThat(client.send(registry, "GET", image.manifestPath(), new byte[0])
                                .body())
                        .isEqualTo(image.manifest);
                assertThat(client.send(registry, "GET", image.layerPath(), new byte[0])
                                .body())
                        .isEqualTo(image.layer);
            }
            assertThat(folder.resolve("staging")).isEmptyDirectory();
            finish(client, registry, upload, half, rest, whole);
        }
    }

    /** The bytes that came after the last answer may have been kept or not; the registry says which. */
    private static void finish(Client client, Running registry, String upload, byte[] half, byte[] rest, Digest whole)
            throws Exception {
        String range = client.send(registry, "GET", upload, new byte[0])
                .headers()
                .firstValue("Range")
                .orElseThrow();
        int kept = Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1;
        assertThat(kept).isBetween(half.length, half.length + 3);
        byte[] missing = new String(rest, UTF_8).substring(kept - half.length).getBytes(UTF_8);
        assertThat(client.send(registry, "PUT", upload + "?digest=" + whole, missing)
                        .statusCode())
                .isEqualTo(201);
        assertThat(client.send(registry, "GET", "/v2/alice/half/blobs/" + whole, new byte[0])
                        .body())
                .asString(UTF_8)
                .isEqualTo("half of it, and the rest");
    }

    private void pushUntilKilled(Client client, Running registry) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PUSHERS; i++) {
                int pusher = i;
                var _ = executor.submit(() -> {
                    for (int n = 0; true; n++) {
                        push(client, registry, pusher + "-" + n);
                    }
                });
            }
            while (acknowledged.size() < ACKNOWLEDGED && registry.process.isAlive()) {
                Thread.sleep(1);
            }
            registry.process.destroyForcibly().waitFor();
        }
    }

    private void push(Client client, Running registry, String name) throws Exception {
        byte[] layer = name.repeat(20_000).getBytes(UTF_8);
        Digest digest = Digest.of(layer);
        String repository = "/v2/alice/pushed";
        var descriptor = Map.of("mediaType", "a/b", "digest", digest.toString(), "size", layer.length);
        byte[] manifest = PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaType.OCI_IMAGE.text(),
                        "config",
                        descriptor,
                        "layers",
                        List.of(descriptor)));
        client.send(registry, "POST", repository + "/blobs/uploads/?digest=" + digest, layer);
        if (client.send(registry, "PUT", repository + "/manifests/tag-" + name, manifest)
                        .statusCode()
                == 201) {
            acknowledged.add(new Pushed(name, manifest, layer));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Pushed(String name, byte[] manifest, byte[] layer) {
        String manifestPath() {
            return "/v2/alice/pushed/manifests/tag-" + name;
        }

        String layerPath() {
            return "/v2/alice/pushed/blobs/" + Digest.of(layer);
        }
    }

    private record Client(HttpClient http, String authorization) {
        HttpResponse<byte[]> send(Running registry, String method, String path, byte[] body) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port + path))
                    .header("Authorization", authorization)
                    .header("Content-Type", MediaType.OCI_IMAGE.text())
                    .method(method, BodyPublishers.ofByteArray(body));
            return http.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    /** A registry in a process of its own. */
    private record Running(Process process, int port) implements AutoCloseable {
        static Running start(Path folder, String database) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RegistryProgram.class.getName(),
                            folder.toString(),
                            database)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines = process.inputReader(UTF_8);
            return new Running(process, Integer.parseInt(lines.readLine()));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
