package io.chutes.platform.server.web;

import io.javalin.router.JavalinDefaultRoutingApi;

/** The routes of one feature. */
@FunctionalInterface
public interface ApiRoutes {
    /** Adds them; called once, before the server starts. */
    void register(JavalinDefaultRoutingApi routes);
}
