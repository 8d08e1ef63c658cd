package io.chutes.benchmark;

import io.chutes.annotation.Media;
import io.chutes.annotation.Reply;
import io.chutes.runtime.spi.Routes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The handlers of a chute's JSON endpoints, by path. */
final class CollectedEndpoints implements Routes {
    private final Map<String, Handler<?>> handlers = new HashMap<>();

    Handler<?> at(String path) {
        Handler<?> handler = handlers.get(path);
        if (handler == null) {
            throw new IllegalStateException("No JSON endpoint at " + path);
        }
        return handler;
    }

    @Override
    public void json(String method, String path, Handler<?> handler) {
        handlers.put(path, handler);
    }

    @Override
    public void text(String method, String path, String contentType, Handler<String> handler) {}

    @Override
    public void media(String method, String path, Handler<Media> handler) {}

    @Override
    public void stream(String method, String path, Handler<? extends Stream<?>> handler) {}

    @Override
    public void reply(String method, String path, Handler<? extends Reply<?, ?>> handler) {}

    @Override
    public void empty(String method, String path, Action action) {}

    @Override
    public <I> void batched(
            String method, String path, Class<I> request, int maxSize, Duration maxWait, BatchHandler<I> handler) {}

    @Override
    public void passthrough(String method, String path, int port, String target) {}

    @Override
    public void job(String name, Duration timeout, int retries, Duration resultTtl, JobHandler handler) {}
}
