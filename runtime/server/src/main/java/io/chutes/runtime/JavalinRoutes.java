package io.chutes.runtime;

import io.chutes.runtime.spi.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.stream.Stream;

/** Serves a chute's endpoints on Javalin. */
final class JavalinRoutes implements Routes {
    private static final int NO_CONTENT = 204;

    private final RoutesConfig routes;

    JavalinRoutes(RoutesConfig routes) {
        this.routes = routes;
    }

    @Override
    public void json(String method, String path, Handler<?> handler) {
        add(method, path, context -> {
            Object answer = handler.handle(new JavalinRequest(context));
            context.contentType("application/json").result(Json.bytes(answer));
        });
    }

    @Override
    public void text(String method, String path, Handler<String> handler) {
        add(method, path, context -> {
            String answer = handler.handle(new JavalinRequest(context));
            context.contentType("text/plain;charset=utf-8").result(answer);
        });
    }

    @Override
    public void stream(String method, String path, Handler<? extends Stream<?>> handler) {
        add(method, path, context -> {
            try (Stream<?> answer = handler.handle(new JavalinRequest(context))) {
                EventStream.send(answer.iterator(), context);
            }
        });
    }

    @Override
    public void empty(String method, String path, Action action) {
        add(method, path, context -> {
            action.run(new JavalinRequest(context));
            context.status(NO_CONTENT);
        });
    }

    private void add(String method, String path, JavalinHandler handler) {
        routes.addHttpHandler(HandlerType.findOrCreate(method), path, handler::handle);
    }

    @FunctionalInterface
    private interface JavalinHandler {
        void handle(Context context) throws Exception;
    }
}
