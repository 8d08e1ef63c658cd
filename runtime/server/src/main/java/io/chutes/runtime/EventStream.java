package io.chutes.runtime;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: one for each value, with an id counted from 1, and a last one called {@code completed} or
 * {@code error}, so that a stream never just ends. Headers go out with the first, so what fails before it still gets a
 * status of its own.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Context context;
    private final EndpointCalls.EndpointCall call;
    private boolean begun;
    private boolean callerLeft;
    private long id;

    EventStream(EndpointCalls.EndpointCall call) {
        this.context = call.context();
        this.call = call;
    }

    void send(Callable<? extends Stream<?>> source) {
        try {
            // Values are pushed: an iterator would hold back all that one step of flatMap yields, for ever if it is
            // endless.
            try (Stream<?> values = source.call()) {
                values.sequential().forEachOrdered(this::value);
            }
            event("completed", Json.bytes(Map.of("events", id)));
        } catch (Throwable thrown) {
            end(call.watch().reasonOf(thrown));
        }
    }

    private void end(Throwable thrown) {
        if (callerLeft) {
            LOG.debug("The caller of {} left after event {}, request {}", context.path(), id, RequestIds.of(context));
        } else if (!begun) {
            Problems.thrown(thrown, context);
        } else {
            Problem problem = Problems.of(thrown, context);
            try {
                event("error", Json.bytes(problem));
            } catch (UncheckedIOException e) {
                LOG.debug("The caller of {} left before the error, request {}", context.path(), problem.requestId(), e);
            }
        }
    }

    private void value(Object value) {
        byte[] json = Json.bytes(value);
        call.watch().event();
        id++;
        write("id: " + id + "\ndata: ", json);
    }

    /** The last event: who has seen it may call again at once, so the place is free before. */
    private void event(String name, byte[] json) {
        call.turn().close();
        write("event: " + name + "\ndata: ", json);
    }

    private void write(String head, byte[] json) {
        try {
            if (!begun) {
                begun = true;
                context.res().setContentType("text/event-stream;charset=utf-8");
                context.header("Cache-Control", "no-cache");
                context.header("Server-Timing", call.turn().timing());
            }
            // Not Javalin's own stream: that one does not pass flush() on.
            OutputStream out = context.res().getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(json);
            out.write('\n');
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            callerLeft = true;
            throw new UncheckedIOException(e);
        }
    }
}
