package io.chutes.runtime;

import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;

/** The routes by which the platform watches an instance. */
final class PlatformRoutes {
    static final String LIVE = "/_chute/live";

    private static final String JSON = "application/json";

    private final String manifest;
    private final StartupPhases phases;

    PlatformRoutes(String manifest, StartupPhases phases) {
        this.manifest = manifest;
        this.phases = phases;
    }

    void register(RoutesConfig routes) {
        routes.get(LIVE, context -> context.contentType(JSON).result(Json.bytes(Map.of("status", "live"))));
        routes.get("/_chute/ready", context -> context.contentType(JSON)
                .result(Json.bytes(new Ready("ready", phases.all()))));
        routes.get("/_chute/manifest", context -> context.contentType(JSON).result(manifest));
    }

    private record Ready(String status, List<StartupPhases.Phase> phases) {}
}
