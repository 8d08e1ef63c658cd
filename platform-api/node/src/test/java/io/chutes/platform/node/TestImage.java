package io.chutes.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.node.image.Tar;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small OCI image. */
final class TestImage {
    private static final String REPOSITORY = "alice/hello";

    private final byte[] manifest;
    private final Map<String, byte[]> blobs;

    private TestImage(byte[] manifest, Map<String, byte[]> blobs) {
        this.manifest = manifest;
        this.blobs = blobs;
    }

    /** An image that runs {@link TestChute} on this JVM's own Java. */
    static TestImage chute(String... arguments) {
        return script(
                "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\""
                        .formatted(java(), classes(), TestChute.class.getName()),
                arguments);
    }

    /** An image that runs a shell script. */
    static TestImage script(String body, String... arguments) {
        return of(new Tar().directory("app", 0755).file("app/run", 0755, "#!/bin/sh\n" + body + "\n"), arguments);
    }

    static TestImage of(Tar layer, String... arguments) {
        return of(List.of(layer), arguments);
    }

    /** An image of some layers, the lowest first. */
    static TestImage of(List<Tar> layers, String... arguments) {
        byte[] config = json(Map.of(
                "config",
                Map.of(
                        "Entrypoint",
                        List.of("/app/run"),
                        "Cmd",
                        List.of(arguments),
                        "Env",
                        List.of("GREETING=hello=world", "PATH=/app/bin"),
                        "WorkingDir",
                        "/app")));
        Map<String, byte[]> blobs = new LinkedHashMap<>();
        blobs.put(digest(config), config);
        List<Map<String, Object>> descriptors = new ArrayList<>();
        for (Tar layer : layers) {
            byte[] bytes = layer.gzip();
            blobs.put(digest(bytes), bytes);
            descriptors.add(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", bytes));
        }
        byte[] manifest = json(Map.of(
                "schemaVersion",
                2,
                "config",
                descriptor("application/vnd.oci.image.config.v1+json", config),
                "layers",
                descriptors));
        return new TestImage(manifest, blobs);
    }

    byte[] manifest() {
        return manifest.clone();
    }

    /** Its configuration and its layers, by digest. */
    Map<String, byte[]> blobs() {
        return blobs;
    }

    String reference() {
        return REPOSITORY + "@" + digest(manifest);
    }

    String manifestPath() {
        return "/v2/" + REPOSITORY + "/manifests/" + digest(manifest);
    }

    static String blobPath(String digest) {
        return "/v2/" + REPOSITORY + "/blobs/" + digest;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path classes() {
        try {
            return Path.of(TestChute.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> descriptor(String type, byte[] content) {
        return Map.of("mediaType", type, "digest", digest(content), "size", content.length);
    }

    private static byte[] json(Object value) {
        try {
            return PlatformJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
