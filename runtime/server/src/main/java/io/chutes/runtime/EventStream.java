package io.chutes.runtime;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: one for each value, with an id counted from 1, and a last one called {@code completed} or
 * {@code error}, so that a stream never just ends.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final OutputStream out;
    private long id;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    /** Waits for the first value before it sends anything: what fails before it still gets a status of its own. */
    static void send(Iterator<?> values, Context context) {
        boolean any = values.hasNext();
        byte[] first = any ? Json.bytes(values.next()) : new byte[0];
        context.contentType("text/event-stream;charset=utf-8");
        context.header("Cache-Control", "no-cache");
        try {
            var stream = new EventStream(context.outputStream());
            if (any) {
                stream.value(first);
            }
            stream.rest(values, context);
        } catch (IOException callerLeft) {
            LOG.debug("The caller of {} left, request {}", context.path(), RequestIds.of(context), callerLeft);
        }
    }

    private void rest(Iterator<?> values, Context context) throws IOException {
        try {
            while (values.hasNext()) {
                value(Json.bytes(values.next()));
            }
        } catch (IOException callerLeft) {
            throw callerLeft;
        } catch (ProblemException e) {
            event("error", Json.bytes(Problems.of(e, context)));
            return;
        } catch (Exception e) {
            event("error", Json.bytes(Problems.unexpected(e, context)));
            return;
        }
        event("completed", Json.bytes(Map.of("events", id)));
    }

    private void value(byte[] json) throws IOException {
        id++;
        write("id: " + id + "\ndata: ", json);
    }

    private void event(String name, byte[] json) throws IOException {
        write("event: " + name + "\ndata: ", json);
    }

    private void write(String head, byte[] json) throws IOException {
        try {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(json);
            out.write('\n');
            out.write('\n');
            out.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
