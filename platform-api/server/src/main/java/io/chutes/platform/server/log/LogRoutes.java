package io.chutes.platform.server.log;

import io.chutes.platform.api.LogLine;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogReceipt;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where nodes ship what instances write, and where their owners read it: as pages, or as a stream that goes on with it. */
public final class LogRoutes implements ApiRoutes {
    private final LogIntake intake;
    private final LogQueries queries;
    private final LogReader reader;
    private final LogStreams streams;

    /**
     * Logs of that database.
     *
     * @param keys who may go on reading
     * @param open whether the platform goes on
     */
    public LogRoutes(
            Jdbi jdbi, Chutes chutes, LogLimits limits, Gate.Keys keys, BooleanSupplier open, InstantSource clock) {
        this.intake = new LogIntake(jdbi, limits, clock);
        this.queries = new LogQueries(jdbi, chutes);
        this.reader = new LogReader(jdbi);
        this.streams = new LogStreams(reader, keys, open);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("shipLogs", "/v1/nodes/logs", "Ships what a node's instances wrote")
                        .takes(LogBatch.class)
                        .confidential()
                        .answers(LogReceipt.class)
                        .by(call -> intake.take(call.node(), call.body())),
                asked(Route.get(
                                "instanceLogs",
                                "/v1/instances/{id}/logs",
                                "What an instance wrote, oldest first, also after it is gone"))
                        .raw(call -> answer(call, queries.ofInstance(call))),
                asked(Route.get(
                                "chuteLogs",
                                "/v1/chutes/{name}/logs",
                                "What the instances of a chute wrote, oldest first"))
                        .query("instance", String.class, "Only lines of that instance")
                        .raw(call -> answer(call, queries.ofChute(call))));
    }

    private static Route.Draft<Void, ?> asked(Route.Draft<Void, Void> route) {
        return route.pages(LogLine.class)
                .query("since", Instant.class, "Only lines from then on")
                .query("tail", Integer.class, "Begins with the last so many lines, 1 to 10000")
                .query("request", String.class, "Only lines of the request with that id")
                .query(
                        "follow",
                        Boolean.class,
                        "true, or Accept: text/event-stream: goes on with what is written, after Last-Event-ID if that is sent");
    }

    private void answer(Call<?> call, LogQueries.Asked asked) throws IOException, InterruptedException {
        call.context().header("Vary", "Accept");
        if (asked.follows()) {
            refuse(call, "limit");
            refuse(call, "cursor");
            streams.follow(call, asked, start(asked, call.context().header("Last-Event-ID"), "Last-Event-ID"));
            return;
        }
        PageQuery query = call.page();
        LogPosition start = start(asked, query.after(), "cursor");
        List<LogLine> found = reader.after(asked.filter(), start, query.enough());
        call.context().json(query.page(found, LogLine::id));
    }

    private static void refuse(Call<?> call, String parameter) {
        call.query(parameter).ifPresent(value -> {
            throw ApiException.unprocessable(
                    "The parameter %s, '%s', does nothing where lines are followed".formatted(parameter, value));
        });
    }

    // Who goes on after a line has had the last ones already.
    private LogPosition start(LogQueries.Asked asked, @Nullable String after, String name) {
        if (after != null) {
            return LogPosition.parse(after)
                    .orElseThrow(() -> ApiException.unprocessable(
                            "%s must be what an earlier answer of this list gave, got '%s'".formatted(name, after)));
        }
        return asked.tail() == null ? LogPosition.START : reader.beforeLast(asked.filter(), asked.tail());
    }
}
