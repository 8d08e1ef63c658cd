package io.chutes.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.node.image.Tar;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small OCI image. */
final class TestImage {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** What the node itself runs on, in OCI's words. */
    static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

    private static final String REPOSITORY = "alice/hello";

    private final byte[] manifest;
    private final Map<String, byte[]> blobs;

    private TestImage(byte[] manifest, Map<String, byte[]> blobs) {
        this.manifest = manifest;
        this.blobs = blobs;
    }

    /** An image that runs {@link TestChute} on this JVM's own Java. */
    static TestImage chute(String... arguments) {
        return chute(List.of(), arguments);
    }

    /** The same with options of its JVM. */
    static TestImage chute(List<String> options, String... arguments) {
        return script(
                "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %s -cp '%s' %s \"$@\""
                        .formatted(java(), String.join(" ", options), classes(), TestChute.class.getName()),
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
        return of(
                layers.stream().map(Layer::gzip).toList(),
                List.of("/app/run"),
                List.of("GREETING=hello=world", "PATH=/app/bin"),
                "",
                ARCHITECTURE,
                arguments);
    }

    /** An image of some layers, the lowest first. */
    static TestImage of(
            List<Layer> layers,
            List<String> entryPoint,
            List<String> environment,
            String user,
            String architecture,
            String... arguments) {
        byte[] config = json(Map.of(
                "os",
                "linux",
                "architecture",
                architecture,
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        layers.stream().map(layer -> layer.diffId).toList()),
                "config",
                Map.of(
                        "Entrypoint",
                        entryPoint,
                        "Cmd",
                        List.of(arguments),
                        "Env",
                        environment,
                        "User",
                        user,
                        "WorkingDir",
                        "/app")));
        Map<String, byte[]> blobs = new LinkedHashMap<>();
        blobs.put(digest(config), config);
        layers.forEach(layer -> blobs.put(layer.digest, layer.bytes));
        byte[] manifest = json(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MANIFEST,
                "config",
                Map.of(
                        "mediaType",
                        "application/vnd.oci.image.config.v1+json",
                        "digest",
                        digest(config),
                        "size",
                        config.length),
                "layers",
                layers.stream().map(Layer::descriptor).toList()));
        return new TestImage(manifest, blobs);
    }

    /** A part of an image's files, as it is sent. */
    static final class Layer {
        private final String mediaType;
        private final byte[] bytes;
        private final String digest;
        private final String diffId;

        private Layer(String mediaType, byte[] bytes, byte[] plain) {
            this.mediaType = mediaType;
            this.bytes = bytes;
            this.digest = TestImage.digest(bytes);
            this.diffId = TestImage.digest(plain);
        }

        static Layer gzip(Tar tar) {
            return new Layer("application/vnd.oci.image.layer.v1.tar+gzip", tar.gzip(), tar.plain());
        }

        static Layer plain(Tar tar) {
            byte[] bytes = tar.plain();
            return new Layer("application/vnd.oci.image.layer.v1.tar", bytes, bytes);
        }

        private Map<String, Object> descriptor() {
            return Map.of("mediaType", mediaType, "digest", digest, "size", bytes.length);
        }
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

    static Path classes() {
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
