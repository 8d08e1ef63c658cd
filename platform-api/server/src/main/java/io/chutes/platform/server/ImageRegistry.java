package io.chutes.platform.server;

import io.chutes.platform.server.chute.ImageCatalogue;
import io.chutes.platform.server.web.ApiRoutes;
import java.util.List;

/**
 * Where the platform's images are.
 *
 * @param catalogue reads their manifests
 * @param routes push and pull them
 */
public record ImageRegistry(ImageCatalogue catalogue, List<ApiRoutes> routes) {
    public ImageRegistry {
        routes = List.copyOf(routes);
    }
}
