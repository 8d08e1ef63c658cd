package io.chutes.platform.server.image;

import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Route;
import java.net.URI;
import java.util.List;

/** {@code /v1/images} where images are in a registry of somebody else: it lists and deletes them itself, and this says so. */
public final class ExternalImageRoutes implements ApiRoutes {
    private final URI registry;

    public ExternalImageRoutes(URI registry) {
        this.registry = registry;
    }

    @Override
    public List<Route> routes() {
        return ImageRoutes.routes(
                _ -> {
                    throw elsewhere();
                },
                _ -> {
                    throw elsewhere();
                });
    }

    private ApiException elsewhere() {
        return ApiException.notImplemented(
                "The images of this platform are kept in the registry %s (RegistryConfig.External); list and delete them there, such as at %s"
                        .formatted(registry, "/v2/<account>/<repository>/tags/list"));
    }
}
