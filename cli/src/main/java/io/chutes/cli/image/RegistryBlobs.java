package io.chutes.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import org.jspecify.annotations.Nullable;

/** An image in a registry, fetched part by part by Jib's client, which holds each blob against its digest. */
final class RegistryBlobs implements Blobs {
    private final FailoverHttpClient http;
    private final RegistryClient client;
    private final String digest;
    private final JsonNode manifest;

    static RegistryBlobs open(String text, @Nullable RegistryAccount account)
            throws IOException, RegistryException, InvalidImageReferenceException {
        ImageReference reference = ImageReference.parse(text);
        String digest = reference
                .getDigest()
                .orElseThrow(() -> new BuildException("'%s' names no digest: an image in a registry is named as %s"
                        .formatted(text, "registry/repository@sha256:…, since a tag may move")));
        boolean loopback = Delivery.isLoopback(text);
        var http = new FailoverHttpClient(loopback, loopback, event -> {});
        try {
            return new RegistryBlobs(http, client(http, reference, account), digest);
        } catch (IOException | RegistryException | RuntimeException e) {
            http.shutDown();
            throw e;
        }
    }

    private static RegistryClient client(
            FailoverHttpClient http, ImageReference reference, @Nullable RegistryAccount account)
            throws IOException, RegistryException {
        RegistryClient.Factory factory =
                RegistryClient.factory(EventHandlers.NONE, reference.getRegistry(), reference.getRepository(), http);
        if (account == null) {
            RegistryClient client = factory.newRegistryClient();
            client.doPullBearerAuth();
            return client;
        }
        RegistryClient client = factory.setCredential(Credential.from(account.username(), account.password()))
                .newRegistryClient();
        if (!client.doPullBearerAuth()) {
            client.configureBasicAuth();
        }
        return client;
    }

    private RegistryBlobs(FailoverHttpClient http, RegistryClient client, String digest)
            throws IOException, RegistryException {
        this.http = http;
        this.client = client;
        this.digest = digest;
        ManifestAndDigest<ManifestTemplate> pulled = client.pullManifest(digest);
        if (!pulled.getDigest().toString().equals(digest)) {
            throw new BuildException("The registry answered with the manifest %s when asked for %s"
                    .formatted(pulled.getDigest(), digest));
        }
        if (!(pulled.getManifest() instanceof BuildableManifestTemplate image)) {
            throw new BuildException(
                    digest + " is a list of images for several platforms: name the digest of one of them");
        }
        this.manifest = new JsonMapper().readTree(JsonTemplateMapper.toByteArray(image));
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public JsonNode manifest() {
        return manifest;
    }

    @Override
    public InputStream open(String digest) throws IOException {
        Path file = Files.createTempFile("chutes-blob", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                client.pullBlob(DescriptorDigest.fromDigest(digest), size -> {}, written -> {})
                        .writeTo(out);
            }
            return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (DigestException e) {
            Files.delete(file);
            throw new IOException("The image names a part that is none: " + digest, e);
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        http.shutDown();
    }
}
