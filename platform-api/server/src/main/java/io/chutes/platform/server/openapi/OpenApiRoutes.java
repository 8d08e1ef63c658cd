package io.chutes.platform.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.stream.Stream;

/** {@code /openapi.json}: this API as OpenAPI 3.1 describes it. */
public final class OpenApiRoutes implements ApiRoutes {
    private final List<ApiRoutes> features;
    private final Permissions permissions;

    /** Of those features, and of itself. */
    public OpenApiRoutes(List<ApiRoutes> features, Permissions permissions) {
        this.features = List.copyOf(features);
        this.permissions = permissions;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("openApi", "/openapi.json", "This document")
                .answers(JsonNode.class)
                .by(_ -> document()));
    }

    private JsonNode document() {
        Stream<ApiRoutes> all = Stream.concat(features.stream(), Stream.of(this));
        return OpenApiDocument.of(
                all.flatMap(feature -> feature.routes().stream()).toList(), permissions);
    }
}
