package io.chutes.platform.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An account's events as server-sent events, to one reader. What he has not taken yet stays in the database: however slow he
 * is, he costs one page of events.
 */
final class EventStream {
    static final int PAGE = 100;

    private final Events events;
    private final long accountId;
    private final EventFilter filter;
    private final OutputStream out;
    private long after;

    EventStream(Events events, long accountId, EventFilter filter, long after, OutputStream out) {
        this.events = events;
        this.accountId = accountId;
        this.filter = filter;
        this.after = after;
        this.out = out;
    }

    /**
     * Writes events until the reader leaves or may read no more.
     *
     * @param heartbeat how long there is silence at most
     * @param open asked before anything is written
     */
    void run(Wakeups.Wakeup wakeup, Duration heartbeat, BooleanSupplier open) throws IOException, InterruptedException {
        write("retry: 1000\n" + position());
        while (open.getAsBoolean()) {
            // Read first: all events up to it can be seen by then, so that one which the filter leaves out is passed
            // for good.
            long last = events.last(accountId);
            List<Event> page = after < last ? events.between(accountId, filter, after, last, PAGE) : List.of();
            for (Event event : page) {
                write("id: %d\nevent: %s\ndata: %s\n\n".formatted(event.id(), event.type(), json(event)));
                after = event.id();
            }
            if (page.size() == PAGE) {
                continue;
            }
            after = Math.max(after, last);
            if (!wakeup.await(heartbeat)) {
                write(": nothing new\n" + position());
            }
        }
    }

    // An id without data is no event for the reader, and moves the place from which he goes on after a break.
    private String position() {
        return "id: " + after + "\n\n";
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String json(Event event) {
        try {
            return PlatformJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write an event as JSON", e);
        }
    }
}
