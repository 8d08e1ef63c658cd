package io.chutes.platform.server;

import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.chute.ImageCatalogue;
import io.chutes.platform.server.image.ExternalImageRoutes;
import io.chutes.platform.server.image.ExternalRegistry;
import io.chutes.platform.server.image.ImageChanges;
import io.chutes.platform.server.image.ImageRegistry;
import io.chutes.platform.server.image.ImageRoutes;
import io.chutes.platform.server.image.Images;
import io.chutes.platform.server.image.NodePulls;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.image.RegistryTokens;
import io.chutes.platform.server.image.SigningKey;
import io.chutes.platform.server.image.TokenRoutes;
import io.chutes.platform.server.web.ApiRoutes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What a platform has of images, be they in its own registry or in another.
 *
 * @param tokens what it issues for that registry
 * @param catalogue where deployments read images
 * @param features its routes
 * @param own the images of its own registry, null if it has none
 */
record ImageParts(
        RegistryTokens tokens,
        ImageCatalogue catalogue,
        List<ApiRoutes> features,
        @Nullable Images own) {
    private static final String OWN_SERVICE = "chutes";

    static ImageParts of(
            RegistryConfig config,
            Chutes chutes,
            Function<String, Principal> holders,
            NodePulls pulls,
            Permissions permissions,
            Jdbi jdbi,
            InstantSource clock) {
        return switch (config) {
            case RegistryConfig.BuiltIn own -> {
                var tokens = new RegistryTokens(SigningKey.ephemeral(), OWN_SERVICE, holders, pulls, clock);
                Images images = Images.in(own.folder());
                var changes = new ImageChanges(jdbi, images, chutes::needing);
                yield new ImageParts(
                        tokens,
                        new OwnImages(images, changes),
                        List.of(
                                new TokenRoutes(tokens),
                                new ImageRegistry(images, changes, tokens, pulls),
                                new ImageRoutes(images, changes)),
                        images);
            }
            case RegistryConfig.External other -> {
                var tokens = new RegistryTokens(other.signer(), other.service(), holders, pulls, clock);
                permissions.without("* /v2").without("* /v2/<path>");
                yield new ImageParts(
                        tokens,
                        new ExternalRegistry(other.address(), tokens)::chuteManifest,
                        List.of(new TokenRoutes(tokens), new ExternalImageRoutes(other.address())),
                        null);
            }
        };
    }

    /** The platform's own registry: what a version is made of stays there. */
    private record OwnImages(Images images, ImageChanges changes) implements ImageCatalogue {
        @Override
        public Optional<String> chuteManifest(String repository, String digest) {
            return images.chuteManifest(repository, digest);
        }

        @Override
        public boolean keep(Handle handle, String repository, String digest) {
            return changes.keep(handle, repository, digest);
        }
    }
}
