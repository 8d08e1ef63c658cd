package io.chutes.platform.server.web;

import java.util.List;

/** The routes of one feature. */
@FunctionalInterface
public interface ApiRoutes {
    /** All of them, always the same. */
    List<Route> routes();
}
