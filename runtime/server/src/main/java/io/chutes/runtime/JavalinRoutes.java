package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.annotation.Media;
import io.chutes.annotation.Reply;
import io.chutes.runtime.Idempotency.Mode;
import io.chutes.runtime.batch.Batcher;
import io.chutes.runtime.engine.Engines;
import io.chutes.runtime.job.JobKind;
import io.chutes.runtime.passthrough.Passthrough;
import io.chutes.runtime.spi.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** Serves a chute's endpoints on Javalin. */
final class JavalinRoutes implements Routes {
    private static final String JSON = "application/json";
    private static final int BAD_GATEWAY = 502;

    private final RoutesConfig routes;
    private final BodySchemas schemas;
    private final EndpointCalls calls;
    private final JobRoutes jobs;
    private final Duration heartbeat;
    private final Engines engines;

    JavalinRoutes(
            RoutesConfig routes,
            BodySchemas schemas,
            EndpointCalls calls,
            JobRoutes jobs,
            Duration heartbeat,
            Engines engines) {
        this.routes = routes;
        this.schemas = schemas;
        this.calls = calls;
        this.jobs = jobs;
        this.heartbeat = heartbeat;
        this.engines = engines;
    }

    @Override
    public void json(String method, String path, Handler<?> handler) {
        add(method, path, call -> answer(call, returned(handler.handle(call.request()))));
    }

    @Override
    public void text(String method, String path, String contentType, Handler<String> handler) {
        String inUtf8 = contentType + ";charset=utf-8";
        add(
                method,
                path,
                call -> call.answer(
                        inUtf8, returned(handler.handle(call.request())).getBytes(UTF_8)));
    }

    @Override
    public void media(String method, String path, Handler<Media> handler) {
        String declared = schemas.answerType(method, path);
        add(method, path, call -> {
            Media media = returned(handler.handle(call.request()));
            MediaAnswer.send(MediaAnswer.checked(media, declared), call);
        });
    }

    @Override
    public void stream(String method, String path, Handler<? extends Stream<?>> handler) {
        EventFormat format = EventFormat.of(schemas.dialect(method, path));
        add(method, path, Mode.REFUSED, call -> new EventStream(call, heartbeat, format)
                .send(() -> returned(handler.handle(call.request()))));
    }

    @Override
    public void reply(String method, String path, Handler<? extends Reply<?, ?>> handler) {
        EventFormat format = EventFormat.of(schemas.dialect(method, path));
        add(method, path, Mode.REFUSED, call -> {
            switch (returned(handler.handle(call.request()))) {
                case Reply.Whole<?, ?>(Object value) -> answer(call, value);
                case Reply.Streamed<?, ?>(Stream<?> events) ->
                    new EventStream(call, heartbeat, format).send(() -> events);
            }
        });
    }

    @Override
    public void empty(String method, String path, Action action) {
        add(method, path, call -> {
            action.run(call.request());
            call.answerNothing();
        });
    }

    @Override
    public <I> void batched(
            String method, String path, Class<I> request, int maxSize, Duration maxWait, BatchHandler<I> handler) {
        var batcher = new Batcher<>(method + " " + path, maxSize, maxWait, calls.clock(), handler);
        calls.metrics().batches(method + " " + path, batcher::counts);
        add(method, path, call -> answer(call, batcher.answer(call.request().body(request), call.request())));
    }

    private static void answer(EndpointCalls.EndpointCall call, Object value) throws IOException {
        byte[] json = Json.bytes(value);
        call.running().tells(json);
        call.answer(JSON, json);
    }

    @Override
    public void passthrough(String method, String path, int port, String target) {
        var passthrough = new Passthrough(() -> engines.port(port), target, () -> engines.key(port));
        add(method, path, Mode.PASSED_ON, call -> {
            Context context = call.context();
            boolean whole = passthrough.answer(
                    context.req(),
                    context.res(),
                    call.request(),
                    () -> part(call),
                    TraceContext.of(context).toString(),
                    context::pathParam);
            if (!whole) {
                call.running().cutOff(BAD_GATEWAY);
            }
        });
    }

    /** A part of an answer that another server makes; with the first comes the header that every answer has. */
    private static void part(EndpointCalls.EndpointCall call) {
        call.running().part();
        HttpServletResponse response = call.context().res();
        if (!response.containsHeader("Server-Timing")) {
            response.setHeader("Server-Timing", call.running().timing());
        }
    }

    @Override
    public void job(String name, Duration timeout, int retries, Duration resultTtl, JobHandler handler) {
        jobs.add(new JobKind(name, timeout, retries, resultTtl, handler));
    }

    private void add(String method, String path, EndpointCalls.Endpoint endpoint) {
        add(method, path, Mode.KEPT, endpoint);
    }

    private void add(String method, String path, Mode idempotent, EndpointCalls.Endpoint endpoint) {
        var route =
                new EndpointCalls.Route(method + " " + path, schemas.ofEndpoint(method, path), idempotent, endpoint);
        routes.addHttpHandler(HandlerType.findOrCreate(method), path, context -> calls.handle(context, route));
    }

    private static <T> T returned(T answer) {
        return Objects.requireNonNull(answer, "the endpoint returned null");
    }
}
