package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.runtime.spi.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Objects;
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
            byte[] answer = Json.bytes(returned(handler.handle(new JavalinRequest(context))));
            context.contentType("application/json").result(answer);
        });
    }

    @Override
    public void text(String method, String path, String contentType, Handler<String> handler) {
        add(method, path, context -> {
            byte[] answer =
                    returned(handler.handle(new JavalinRequest(context))).getBytes(UTF_8);
            context.contentType(contentType + ";charset=utf-8").result(answer);
        });
    }

    @Override
    public void stream(String method, String path, Handler<? extends Stream<?>> handler) {
        add(method, path, context -> new EventStream(context)
                .send(() -> returned(handler.handle(new JavalinRequest(context)))));
    }

    @Override
    public void empty(String method, String path, Action action) {
        add(method, path, context -> {
            action.run(new JavalinRequest(context));
            context.status(NO_CONTENT).removeHeader("Content-Type");
        });
    }

    @Override
    public void media(String method, String path, Handler<io.chutes.annotation.Media> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <I> void batched(
            String method,
            String path,
            Class<I> request,
            int maxSize,
            java.time.Duration maxWait,
            BatchHandler<I> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void passthrough(String method, String path, int port, String target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void job(
            String name, java.time.Duration timeout, int retries, java.time.Duration resultTtl, JobHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** Whatever the chute throws ends here, Javalin's own exceptions and errors such as stack overflow too. */
    private void add(String method, String path, JavalinHandler handler) {
        routes.addHttpHandler(HandlerType.findOrCreate(method), path, context -> {
            try {
                handler.handle(context);
            } catch (Throwable thrown) {
                Problems.thrown(thrown, context);
            }
        });
    }

    private static <T> T returned(T answer) {
        return Objects.requireNonNull(answer, "the endpoint returned null");
    }

    @FunctionalInterface
    private interface JavalinHandler {
        void handle(Context context) throws Exception;
    }
}
