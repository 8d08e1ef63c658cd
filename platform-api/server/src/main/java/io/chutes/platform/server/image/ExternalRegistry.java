package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A registry of somebody else, which trusts this platform's tokens: read over HTTP, with a token of our own. */
public final class ExternalRegistry {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final String MANIFESTS = MediaType.OCI_IMAGE.text() + ", " + MediaType.DOCKER_IMAGE.text();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI address;
    private final RegistryTokens tokens;

    public ExternalRegistry(URI address, RegistryTokens tokens) {
        this.address = address;
        this.tokens = tokens;
    }

    /** The chute manifest that an image carries, as {@link Images#chuteManifest} reads it. */
    public Optional<String> chuteManifest(String repository, String digest) {
        var name = RepositoryName.find(repository);
        var pinned = Digest.find(digest);
        if (name.isEmpty() || pinned.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fetched> manifest = fetch(name.get(), "manifests", pinned.get());
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (ManifestReader.read(
                    manifest.get().content(), manifest.get().type())) {
                case ImageManifest.Image image ->
                    fetch(name.get(), "blobs", image.config().digest())
                            .flatMap(config -> Images.label(config.content()));
                case ImageManifest.Index _ -> Optional.empty();
            };
        } catch (RegistryException _) {
            // It takes what we would not, such as manifests of no image.
            return Optional.empty();
        }
    }

    private Optional<Fetched> fetch(RepositoryName name, String kind, Digest digest) {
        URI uri = address.resolve("/v2/" + name + "/" + kind + "/" + digest);
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + tokens.forReading(name.toString()))
                .header("Accept", MANIFESTS)
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return switch (answer.statusCode()) {
                    case 200 -> Optional.of(checked(uri, answer, body.readNBytes(LARGEST + 1), digest));
                    case 404 -> Optional.empty();
                    default -> throw new ImageStorageException(uri + " was answered " + answer.statusCode());
                };
            }
        } catch (IOException e) {
            throw new ImageStorageException("Could not read " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageStorageException("Interrupted while reading " + uri, e);
        }
    }

    private static Fetched checked(URI uri, HttpResponse<?> answer, byte[] content, Digest digest) {
        if (!digest.algorithm().of(content).equals(digest)) {
            throw new ImageStorageException("What " + uri + " answers is not " + digest);
        }
        return new Fetched(answer.headers().firstValue("Content-Type").orElse(MediaType.OCI_IMAGE.text()), content);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Fetched(String type, byte[] content) {}
}
