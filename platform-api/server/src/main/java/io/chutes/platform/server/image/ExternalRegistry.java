package io.chutes.platform.server.image;

import io.chutes.platform.server.web.ApiException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry of somebody else, which trusts this platform's tokens: read over HTTP, with a token of our own. */
public final class ExternalRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalRegistry.class);

    /** Of all that one deployment reads: meanwhile it holds a connection to the database. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int LARGEST = 16 * 1024 * 1024;
    private static final String MANIFESTS = MediaType.OCI_IMAGE.text() + ", " + MediaType.DOCKER_IMAGE.text();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI address;
    private final RegistryTokens tokens;
    private final Duration limit;

    public ExternalRegistry(URI address, RegistryTokens tokens) {
        this(address, tokens, LIMIT);
    }

    ExternalRegistry(URI address, RegistryTokens tokens, Duration limit) {
        this.address = address;
        this.tokens = tokens;
        this.limit = limit;
    }

    /**
     * The chute manifest that an image carries, as {@link Images#chuteManifest} reads it.
     *
     * @throws ApiException 502 if the registry does not answer with what it should, or not in time
     */
    public Optional<String> chuteManifest(String repository, String digest) {
        var name = RepositoryName.find(repository);
        var pinned = Digest.find(digest);
        if (name.isEmpty() || pinned.isEmpty()) {
            return Optional.empty();
        }
        long until = System.nanoTime() + limit.toNanos();
        Optional<Fetched> manifest = fetch(name.get(), "manifests", pinned.get(), until);
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (ManifestReader.read(
                    manifest.get().content(), manifest.get().type())) {
                case ImageManifest.Image image ->
                    fetch(name.get(), "blobs", image.config().digest(), until)
                            .flatMap(config -> Images.label(config.content()));
                case ImageManifest.Index _ -> Optional.empty();
            };
        } catch (RegistryException _) {
            // It takes what we would not, such as manifests of no image.
            return Optional.empty();
        }
    }

    private Optional<Fetched> fetch(RepositoryName name, String kind, Digest digest, long until) {
        URI uri = address.resolve("/v2/" + name + "/" + kind + "/" + digest);
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + tokens.forReading(name.toString()))
                .header("Accept", MANIFESTS)
                .build();
        var reading = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> answer = reading.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(checked(uri, answer, digest));
                case 404 -> Optional.empty();
                default -> throw failed(uri, "it answered " + answer.statusCode());
            };
        } catch (ExecutionException e) {
            throw failed(uri, String.valueOf(e.getCause()));
        } catch (TimeoutException _) {
            reading.cancel(true);
            throw failed(uri, "it took longer than %d ms".formatted(limit.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageStorageException("Interrupted while reading " + uri, e);
        }
    }

    private Fetched checked(URI uri, HttpResponse<byte[]> answer, Digest digest) {
        if (!digest.algorithm().of(answer.body()).equals(digest)) {
            throw failed(uri, "what it answers is not " + digest);
        }
        return new Fetched(
                answer.headers().firstValue("Content-Type").orElse(MediaType.OCI_IMAGE.text()), answer.body());
    }

    private ApiException failed(URI uri, String why) {
        LOG.warn("Could not read {}: {}", uri, why);
        return ApiException.badGateway(
                "The registry %s, where the images of this platform are kept, did not give %s: %s. Try again later"
                        .formatted(address, uri.getPath(), why));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Fetched(String type, byte[] content) {}
}
