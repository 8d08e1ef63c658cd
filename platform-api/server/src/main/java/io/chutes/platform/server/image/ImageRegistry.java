package io.chutes.platform.server.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.chute.ImageCatalogue;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.web.ApiRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The platform's own image registry: OCI Distribution under {@code /v2/}, and what deploying asks of an image. */
public final class ImageRegistry implements ImageCatalogue {
    private final RegistryRoutes routes;

    /**
     * A registry.
     *
     * @param folder where blobs and repositories are kept
     * @param keys whose API keys push and pull
     * @param isNode whether an {@code Authorization} header is a node's, which may pull everything
     */
    public ImageRegistry(Path folder, Keys keys, Predicate<String> isNode) {
        this.routes = new RegistryRoutes(folder, keys, isNode);
    }

    /** Its routes. */
    public ApiRoutes routes() {
        return routes;
    }

    @Override
    public Optional<String> chuteManifest(String repository, String digest) {
        return RepositoryName.find(repository)
                .flatMap(name -> Digest.find(digest)
                        .flatMap(pinned -> routes.manifests().find(name, new Reference.Pinned(pinned))))
                .flatMap(image -> Digest.find(
                        json(image.content()).path("config").path("digest").asText()))
                .map(config -> json(routes.blobs().read(config))
                        .path("config")
                        .path("Labels")
                        .path(Manifest.IMAGE_LABEL))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private static JsonNode json(byte[] content) {
        try {
            return PlatformJson.mapper().readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException("A stored manifest or configuration is not JSON", e);
        }
    }
}
