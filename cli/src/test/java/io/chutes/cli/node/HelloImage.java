package io.chutes.cli.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.manifest.Visibility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image that runs {@link HelloServer} on this JVM's own Java, for one L4; it always has an instance. */
final class HelloImage {
    private static final String REPOSITORY = "alice/hello";
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final URI registry;
    private final String key;
    private final HttpClient http;

    HelloImage(URI registry, String key, HttpClient http) {
        this.registry = registry;
        this.key = key;
        this.http = http;
    }

    /** Pushes it; gives the image's name, by digest. */
    String push() throws Exception {
        byte[] layer = layer();
        byte[] config = json(Map.of(
                "config",
                Map.of(
                        "Entrypoint",
                        List.of("/app/run"),
                        "WorkingDir",
                        "/app",
                        "Labels",
                        Map.of(Manifest.IMAGE_LABEL, ManifestJson.write(manifest())))));
        upload(layer);
        upload(config);
        byte[] manifest = json(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                IMAGE,
                "config",
                descriptor(CONFIG, config),
                "layers",
                List.of(descriptor(LAYER, layer))));
        send(request("/v2/" + REPOSITORY + "/manifests/v1")
                .header("Content-Type", IMAGE)
                .PUT(BodyPublishers.ofByteArray(manifest)));
        return REPOSITORY + "@" + digest(manifest);
    }

    private static Manifest manifest() {
        var any = JsonNodeFactory.instance.objectNode();
        var greet = new EndpointSpec(
                "greet",
                "POST",
                "/greet",
                "",
                Visibility.PUBLIC,
                false,
                false,
                null,
                null,
                null,
                List.of(),
                "application/json",
                any,
                "application/json",
                any,
                null);
        return new Manifest(
                Manifest.SCHEMA,
                "hello",
                "Hello",
                "HelloRoutes",
                "",
                "",
                new Hardware.Gpu(1, 0, Set.of("L4"), Set.of(), null),
                new ScalingSpec(1, 64, 1, 1, 0.75, Duration.ofMinutes(5)),
                TimeoutsSpec.DEFAULT,
                ImageSpec.DEFAULT,
                List.of(greet),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0");
    }

    private static byte[] layer() throws Exception {
        Path classes = Path.of(HelloServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        byte[] script = "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s\n"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), classes, HelloServer.class.getName())
                .getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry("app/run");
            entry.setSize(script.length);
            entry.setMode(0755);
            tar.putArchiveEntry(entry);
            tar.write(script);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private void upload(byte[] blob) throws Exception {
        send(request("/v2/" + REPOSITORY + "/blobs/uploads/?digest=" + digest(blob))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(blob)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(registry.resolve(path)).header("Authorization", "Bearer " + key);
    }

    private void send(HttpRequest.Builder request) throws Exception {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    private static Map<String, Object> descriptor(String type, byte[] content) throws Exception {
        return Map.of("mediaType", type, "digest", digest(content), "size", content.length);
    }

    private static byte[] json(Object value) throws Exception {
        return PlatformJson.mapper().writeValueAsBytes(value);
    }

    private static String digest(byte[] content) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
