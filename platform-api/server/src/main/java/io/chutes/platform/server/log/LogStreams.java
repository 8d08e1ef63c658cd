package io.chutes.platform.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Action;
import io.chutes.platform.api.LogLine;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Resource;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines as server-sent events, to one reader each. What he has not taken yet stays in the database: however slow he is, he costs one page.
 * There is one look at the database in half a second, since lines come from any control plane.
 */
final class LogStreams {
    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
    private static final int PAGE = 100;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LogReader reader;
    private final Gate.Keys keys;
    private final BooleanSupplier open;

    LogStreams(LogReader reader, Gate.Keys keys, BooleanSupplier open) {
        this.reader = reader;
        this.keys = keys;
        this.open = open;
    }

    void follow(Call<?> call, LogQueries.Asked asked, LogPosition start) throws IOException, InterruptedException {
        HttpServletResponse response = call.context().res();
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        try {
            run(call, asked, start, response.getOutputStream());
        } catch (IOException e) {
            LOG.debug("A reader of logs left", e);
        }
    }

    private void run(Call<?> call, LogQueries.Asked asked, LogPosition start, OutputStream out)
            throws IOException, InterruptedException {
        LogPosition place = start;
        long silentSince = System.nanoTime();
        write(out, "retry: 1000\n\n");
        while (open.getAsBoolean() && mayGoOn(call, asked)) {
            // Asked first: all that a complete instance wrote can be seen by then.
            boolean complete = asked.filter().instance() != null
                    && reader.isComplete(asked.filter().instance());
            List<LogLine> lines = reader.after(asked.filter(), place, PAGE);
            for (LogLine line : lines) {
                write(out, "id: %s\nevent: line\ndata: %s\n\n".formatted(line.id(), json(line)));
            }
            if (!lines.isEmpty()) {
                place = LogPosition.parse(lines.getLast().id()).orElseThrow();
                silentSince = System.nanoTime();
                continue;
            }
            if (complete) {
                write(out, "event: completed\ndata: {}\n\n");
                return;
            }
            if (System.nanoTime() - silentSince > HEARTBEAT.toNanos()) {
                write(out, ": nothing new\n\n");
                silentSince = System.nanoTime();
            }
            Thread.sleep(LOOK);
        }
    }

    // A key that has been revoked meanwhile, or been given less, opens nothing more.
    private boolean mayGoOn(Call<?> call, LogQueries.Asked asked) {
        try {
            return keys.authenticate(call.context().header("Authorization"))
                    .may(Resource.CHUTES, Action.READ, asked.chute());
        } catch (ApiException _) {
            return false;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String json(LogLine line) {
        try {
            return PlatformJson.mapper().writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a line of a log as JSON", e);
        }
    }
}
