package io.chutes.platform.server;

import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.chute.ImageCatalogue;
import io.chutes.platform.server.image.ExternalRegistry;
import io.chutes.platform.server.image.ImageRegistry;
import io.chutes.platform.server.image.ImageRoutes;
import io.chutes.platform.server.image.Images;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.image.RegistryTokens;
import io.chutes.platform.server.image.SigningKey;
import io.chutes.platform.server.image.TokenRoutes;
import io.chutes.platform.server.web.ApiRoutes;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
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
            Permissions permissions,
            InstantSource clock) {
        return switch (config) {
            case RegistryConfig.BuiltIn own -> {
                var tokens = new RegistryTokens(SigningKey.ephemeral(), OWN_SERVICE, holders, clock);
                Images images = Images.in(own.folder());
                yield new ImageParts(
                        tokens,
                        images::chuteManifest,
                        List.of(
                                new TokenRoutes(tokens),
                                new ImageRegistry(images, chutes::needing, tokens),
                                new ImageRoutes(images, chutes::needing)),
                        images);
            }
            case RegistryConfig.External other -> {
                var tokens = new RegistryTokens(other.signer(), other.service(), holders, clock);
                permissions
                        .without("* /v2")
                        .without("* /v2/<path>")
                        .without("GET /v1/images")
                        .without("DELETE /v1/images/<image>");
                yield new ImageParts(
                        tokens,
                        new ExternalRegistry(other.address(), tokens)::chuteManifest,
                        List.of(new TokenRoutes(tokens)),
                        null);
            }
        };
    }
}
