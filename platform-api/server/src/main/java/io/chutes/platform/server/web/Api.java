package io.chutes.platform.server.web;

import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Permissions;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a server answers.
 *
 * @param permissions what each route needs of its caller
 * @param gate who finds out whether he has it
 * @param replays what was answered to requests that may come again
 * @param features whose routes these are
 */
public record Api(Permissions permissions, Gate gate, Replays replays, List<ApiRoutes> features) {
    public Api {
        features = List.copyOf(features);
    }

    /**
     * Refuses permissions of routes that are not there: a row that is misspelt protects nothing.
     *
     * @throws IllegalStateException if there are any
     */
    public Api complete() {
        Set<String> unused =
                permissions.unused(routes().stream().map(Route::name).collect(Collectors.toSet()));
        if (!unused.isEmpty()) {
            throw new IllegalStateException("Permissions has rows of routes that are not there: " + unused);
        }
        return this;
    }

    /** The routes of all features. */
    List<Route> routes() {
        return features.stream().flatMap(feature -> feature.routes().stream()).toList();
    }

    void register(JavalinDefaultRoutingApi routing) {
        for (Route route : routes()) {
            Permission permission = permissions
                    .of(route.name())
                    .orElseThrow(() -> new IllegalStateException(
                            "The route %s has no row in Permissions; without one nobody is let in"
                                    .formatted(route.name())));
            var handler = new RouteHandler(route, permission, gate, replays);
            route.methods().forEach(method -> routing.addHttpHandler(method, route.path(), handler));
        }
    }
}
