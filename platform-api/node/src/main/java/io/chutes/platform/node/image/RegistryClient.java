package io.chutes.platform.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.client.NodeClient;
import io.chutes.platform.client.PatientBody;
import io.chutes.platform.digest.Sha256;
import io.chutes.platform.node.NodeException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches from the registry of the platform's images (OCI Distribution 1.1). A blob is kept only if it has the digest it was asked for. */
public final class RegistryClient {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
    private static final String PREFIX = "sha256:";
    private static final String BEARER = "Bearer ";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final URI registry;
    private final RegistryLogin login;
    private final Path blobs;
    private final Duration silence;

    /**
     * A client.
     *
     * @param registry its address, without {@code /v2/}
     * @param login what it is shown
     * @param blobs where fetched blobs are kept
     */
    public RegistryClient(URI registry, RegistryLogin login, Path blobs) {
        this(registry, login, blobs, SILENCE);
    }

    /** @param silence the longest time without a byte of an answer that has begun */
    RegistryClient(URI registry, RegistryLogin login, Path blobs, Duration silence) {
        this.registry = registry;
        this.login = login;
        this.blobs = blobs;
        this.silence = silence;
    }

    /** A client of the platform's own registry, which takes a credential of its platform. */
    public RegistryClient(URI platform, String token, Path blobs) {
        this(platform, new RegistryLogin(platform, platform, token, NodeClient.usualHttp()), blobs);
    }

    /** The labels of an image, {@code <repository>@sha256:<64 hex>}. */
    public Map<String, String> labels(String reference) throws InterruptedException {
        try {
            return image(ImageReference.parse(reference)).labels();
        } catch (IOException e) {
            throw unreadable(reference, e);
        }
    }

    /** What an image is made for, unless it does not say. */
    public Optional<ImagePlatform> platform(String reference) throws InterruptedException {
        try {
            return image(ImageReference.parse(reference)).platform();
        } catch (IOException e) {
            throw unreadable(reference, e);
        }
    }

    /** How another client, such as a Docker Engine, pulls an image from the same registry. */
    public PullPermit permit(String reference) throws InterruptedException {
        ImageReference image = ImageReference.parse(reference);
        String path = "/v2/" + image.repository() + "/manifests/" + image.digest();
        try {
            Optional<String> authorization = login.header(image.repository());
            var response = ask(path, authorization);
            response.body().close();
            if (response.statusCode() == UNAUTHORIZED) {
                authorization = Optional.of(login.answer(image.repository(), challenge(response)));
            }
            return new PullPermit(
                    registry.getAuthority() + "/" + image,
                    authorization.map(header -> header.substring(BEARER.length())));
        } catch (IOException e) {
            throw unreadable(reference, e);
        }
    }

    private static NodeException unreadable(String reference, IOException e) {
        return new NodeException("Could not read the image " + reference + ": " + e.getMessage(), e);
    }

    private static String challenge(HttpResponse<InputStream> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }

    OciImage image(ImageReference image) throws IOException, InterruptedException {
        JsonNode manifest = json(fetch(image.repository(), "manifests", image.digest()));
        return OciImage.of(manifest, json(blob(image, config(manifest))));
    }

    /** The layers of an image whose manifest was fetched; none if it was not. */
    List<OciImage.Layer> layersOf(String digest) throws IOException {
        Path manifest = cached(digest);
        return Files.exists(manifest) ? OciImage.layers(json(manifest)) : List.of();
    }

    Path blob(ImageReference image, String digest) throws IOException, InterruptedException {
        return fetch(image.repository(), "blobs", digest);
    }

    /** Where a blob that was fetched lies. */
    private Path cached(String digest) {
        return blobs.resolve(hex(digest));
    }

    /** The digits of a digest; no path leads anywhere by them. */
    static String hex(String digest) {
        if (!digest.matches(PREFIX + "[0-9a-f]{64}")) {
            throw new NodeException("A digest is sha256:<64 hex>, got '" + digest + "'");
        }
        return digest.substring(PREFIX.length());
    }

    /** Removes a blob if it was fetched: it is needed no more. */
    void forget(String digest) throws IOException {
        Files.deleteIfExists(cached(digest));
    }

    /** Removes what is kept of an image, {@code sha256:<64 hex>}. */
    public void forgetImage(String digest) throws IOException {
        Path manifest = cached(digest);
        if (Files.exists(manifest)) {
            forget(config(json(manifest)));
            forget(digest);
        }
    }

    private static String config(JsonNode manifest) {
        return manifest.path("config").path("digest").asText();
    }

    /** Removes what an agent that was killed had begun to fetch. */
    public void removeHalfDone() throws IOException {
        FileTree.deleteUnfinished(blobs);
    }

    private Path fetch(String repository, String kind, String digest) throws IOException, InterruptedException {
        Path target = cached(digest);
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(blobs);
        Path fresh = Files.createTempFile(blobs, FileTree.UNFINISHED, "");
        try {
            String actual = download(repository, "/v2/" + repository + "/" + kind + "/" + digest, fresh);
            if (!actual.equals(digest)) {
                throw new NodeException("The registry sent %s for %s: refused".formatted(actual, digest));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private String download(String repository, String path, Path target) throws IOException, InterruptedException {
        var response = ask(path, login.header(repository));
        if (response.statusCode() == UNAUTHORIZED) {
            response.body().close();
            response = ask(path, Optional.of(login.answer(repository, challenge(response))));
        }
        try (InputStream in = new PatientBody(response.body(), silence)) {
            if (response.statusCode() != OK) {
                throw new NodeException("The registry answered %d for %s".formatted(response.statusCode(), path));
            }
            var hashing = new DigestInputStream(in, Sha256.begin());
            try (var out = new FileOutputStream(target.toFile())) {
                hashing.transferTo(out);
                out.getFD().sync();
            }
            return PREFIX + HexFormat.of().formatHex(hashing.getMessageDigest().digest());
        } catch (HttpTimeoutException e) {
            throw stalled(response.uri(), silence, e);
        }
    }

    static NodeException stalled(URI source, Duration silence, HttpTimeoutException cause) {
        return new NodeException(
                "%s began to answer, then sent nothing for %s s: given up"
                        .formatted(source, silence.toMillis() / 1000.0),
                cause);
    }

    private HttpResponse<InputStream> ask(String path, Optional<String> authorization)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(registry.resolve(path))
                .header("Accept", MANIFESTS)
                .timeout(ANSWER_LIMIT);
        authorization.ifPresent(header -> request.header("Authorization", header));
        try {
            return login.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpTimeoutException e) {
            throw new IOException("the registry at %s does not answer".formatted(registry), e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(file));
    }
}
