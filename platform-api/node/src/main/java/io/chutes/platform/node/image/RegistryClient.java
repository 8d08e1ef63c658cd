package io.chutes.platform.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.node.NodeException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Fetches from the platform's registry (OCI Distribution 1.1). A blob is kept only if it has the digest it was asked for. */
public final class RegistryClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final String HALF_DONE = "fetching-";
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
    private static final String PREFIX = "sha256:";
    private static final int OK = 200;

    private final URI platform;
    private final String token;
    private final Path blobs;

    /**
     * A client.
     *
     * @param platform the address of the registry, without {@code /v2/}
     * @param token the bearer credential
     * @param blobs where fetched blobs are kept
     */
    public RegistryClient(URI platform, String token, Path blobs) {
        this.platform = platform;
        this.token = token;
        this.blobs = blobs;
    }

    OciImage image(ImageReference image) throws IOException, InterruptedException {
        JsonNode manifest = json(fetch("/v2/" + image.repository() + "/manifests/" + image.digest(), image.digest()));
        String config = manifest.path("config").path("digest").asText();
        return OciImage.of(manifest, json(blob(image, config)));
    }

    Path blob(ImageReference image, String digest) throws IOException, InterruptedException {
        return fetch("/v2/" + image.repository() + "/blobs/" + digest, digest);
    }

    /** Where a blob that was fetched lies. */
    Path cached(String digest) {
        if (!digest.matches(PREFIX + "[0-9a-f]{64}")) {
            throw new NodeException("A digest is sha256:<64 hex>, got '" + digest + "'");
        }
        return blobs.resolve(digest.substring(PREFIX.length()));
    }

    /** Removes what an agent that was killed had begun to fetch. */
    void removeHalfDone() throws IOException {
        FileTree.deleteIn(blobs, HALF_DONE);
    }

    private Path fetch(String path, String digest) throws IOException, InterruptedException {
        Path target = cached(digest);
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(blobs);
        Path fresh = Files.createTempFile(blobs, HALF_DONE, "");
        try {
            String actual = download(path, fresh);
            if (!actual.equals(digest)) {
                throw new NodeException("The registry sent %s for %s: refused".formatted(actual, digest));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private String download(String path, Path target) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(platform.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", MANIFESTS)
                .timeout(ANSWER_LIMIT)
                .build();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != OK) {
                throw new NodeException("The registry answered %d for %s".formatted(response.statusCode(), path));
            }
            var hashing = new DigestInputStream(in, sha256());
            try (var out = new FileOutputStream(target.toFile())) {
                hashing.transferTo(out);
                out.getFD().sync();
            }
            return PREFIX + HexFormat.of().formatHex(hashing.getMessageDigest().digest());
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
