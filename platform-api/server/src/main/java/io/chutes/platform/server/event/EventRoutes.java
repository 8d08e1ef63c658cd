package io.chutes.platform.server.event;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/events}: an account's events, as pages or as a stream that never ends. */
public final class EventRoutes implements ApiRoutes {
    /** How long a stream is silent at most. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(EventRoutes.class);
    private static final String STREAM = "text/event-stream";

    private final Events events;
    private final EventFeed feed;
    private final Gate.Keys keys;
    private final Duration heartbeat;

    public EventRoutes(Events events, EventFeed feed, Gate.Keys keys, Duration heartbeat) {
        this.events = events;
        this.feed = feed;
        this.keys = keys;
        this.heartbeat = heartbeat;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        "events",
                        "/v1/events",
                        "What has changed, newest first; with Accept: text/event-stream what changes from now on, or after Last-Event-ID")
                .pages(Event.class)
                .query("chute", String.class, "Only what is about that chute")
                .query(
                        "type",
                        String.class,
                        "Only that type, such as chute.deployed, or group, such as instance; may come more than once")
                .query(
                        "after",
                        Long.class,
                        "Of a stream: the id of the event after which it begins, 0 for all there are")
                .raw(this::answer));
    }

    private void answer(Call<?> call) throws IOException, InterruptedException {
        Context context = call.context();
        var filter = new EventFilter(context.queryParam("chute"), context.queryParams("type"));
        context.header("Vary", "Accept");
        if (accepts(context.header("Accept"))) {
            refuse(context, "Pages are had without Accept: " + STREAM, "limit", "cursor");
            stream(call, filter);
        } else {
            refuse(context, "A stream is had with Accept: " + STREAM, "after");
            PageQuery query = call.page();
            List<Event> found = events.before(call.principal().accountId(), filter, query.before(), query.enough());
            context.json(query.page(found, Event::id));
        }
    }

    private static void refuse(Context context, String instead, String... parameters) {
        for (String parameter : parameters) {
            if (context.queryParam(parameter) != null) {
                throw ApiException.unprocessable("The parameter %s, '%s', does nothing here. %s"
                        .formatted(parameter, context.queryParam(parameter), instead));
            }
        }
    }

    private static boolean accepts(@Nullable String accept) {
        return accept != null && accept.contains(STREAM);
    }

    private void stream(Call<?> call, EventFilter filter) throws IOException, InterruptedException {
        long accountId = call.principal().accountId();
        long after = after(call.context(), accountId);
        HttpServletResponse response = call.context().res();
        response.setContentType(STREAM);
        response.setHeader("Cache-Control", "no-store");
        try (Wakeups.Wakeup wakeup = feed.wakeup(accountId)) {
            new EventStream(events, accountId, filter, after, response.getOutputStream())
                    .run(wakeup, heartbeat, () -> feed.isOpen() && mayGoOn(call.context()));
        } catch (IOException e) {
            log.debug("A reader of events left", e);
        }
    }

    private long after(Context context, long accountId) {
        String name = context.header("Last-Event-ID") == null ? "after" : "Last-Event-ID";
        String text = name.equals("after") ? context.queryParam("after") : context.header(name);
        long last = events.last(accountId);
        if (text == null) {
            return last;
        }
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > last) {
            throw ApiException.unprocessable(
                    "%s must be the id of an event of this account, 0 to %d, got '%s'".formatted(name, last, text));
        }
        return Long.parseLong(text);
    }

    // A key that has been revoked meanwhile, or been given less, opens nothing more.
    private boolean mayGoOn(Context context) {
        try {
            return keys.authenticate(context.header("Authorization")).may(Resource.EVENTS, Action.READ, Scope.ALL);
        } catch (ApiException _) {
            return false;
        }
    }
}
