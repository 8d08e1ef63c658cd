package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call to an endpoint: let in, looked after, answered whatever happens. */
final class EndpointCalls {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCalls.class);
    private static final String DEADLINE = "X-Chutes-Deadline-Ms";
    private static final int BAD_REQUEST = 400;
    /** As long as any call may take. */
    private static final long MOST_MILLIS = Duration.ofHours(24).toMillis();

    private final Settings settings;
    private final ServerConfig config;
    private final Readiness readiness;
    private final Admission admission;
    private final Calls calls;

    EndpointCalls(Settings settings, ServerConfig config, Readiness readiness, Admission admission, Calls calls) {
        this.settings = settings;
        this.config = config;
        this.readiness = readiness;
        this.admission = admission;
        this.calls = calls;
    }

    /**
     * Answers a call. Whatever the chute throws ends here, Javalin's own exceptions and errors such as stack overflow too.
     *
     * @param schema what a JSON body must be; null for whatever its type can hold
     */
    void handle(Context context, @Nullable JsonNode schema, Endpoint endpoint) {
        try (RunningCall call = calls.add(context, settings)) {
            try {
                checkPath(context.path());
                readiness.check();
                Optional<Duration> limit = callersLimit(context);
                long came = System.nanoTime();
                try (Admission.Turn turn = admission.enter(limit.orElse(settings.total()))) {
                    Duration left = limit.map(whole -> whole.minusNanos(System.nanoTime() - came))
                            .filter(callers -> callers.compareTo(settings.total()) < 0)
                            .orElse(settings.total());
                    call.begin(left);
                    boolean fromPlatform = config.instanceToken() != null;
                    var request = new JavalinRequest(
                            context, schema, config.clock().instant().plus(left), call, fromPlatform);
                    endpoint.answer(new EndpointCall(call, request, turn));
                }
            } catch (Throwable thrown) {
                failed(call, call.reasonOf(thrown));
            }
            if (call.tryClaim() && !context.res().isCommitted()) {
                context.header("Server-Timing", call.timing());
            }
        }
    }

    private static void failed(RunningCall call, Throwable reason) {
        Context context = call.context();
        if (reason instanceof CallerLeftException) {
            LOG.debug("The caller of {} left, request {}", context.path(), RequestIds.of(context));
            new CallerConnection(context.req()).cut();
        } else if (call.tryClaim()) {
            Problems.thrown(reason, context);
        } else {
            LOG.debug("{} ended after its answer, request {}", context.path(), RequestIds.of(context), reason);
        }
    }

    /** An endpoint such as {@code /{a}/{b}} does not get what is ours. */
    private static void checkPath(String path) {
        if (path.startsWith("/_chute/")) {
            throw new ProblemException(404, "No endpoint has the path " + path);
        }
    }

    private static Optional<Duration> callersLimit(Context context) {
        String text = context.header(DEADLINE);
        if (text == null) {
            return Optional.empty();
        }
        try {
            long millis = Long.parseLong(text);
            if (millis > 0) {
                return Optional.of(Duration.ofMillis(Math.min(millis, MOST_MILLIS)));
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ProblemException(
                BAD_REQUEST,
                DEADLINE + " must be the milliseconds that the caller waits, 1 or more; got '" + text + "'");
    }

    /** Answers one call; it may throw anything. */
    @FunctionalInterface
    interface Endpoint {
        void answer(EndpointCall call) throws Exception;
    }

    /**
     * A call that has its turn.
     *
     * @param request it, as the chute sees it
     * @param turn its place among those that run
     */
    record EndpointCall(RunningCall running, JavalinRequest request, Admission.Turn turn) {
        Context context() {
            return running.context();
        }

        /** Answers with all of a body; who has it may call again at once, so the place is free before. */
        void answer(String contentType, byte[] body) throws IOException {
            running.answered();
            turn.close();
            HttpServletResponse response = context().res();
            response.setHeader("Server-Timing", running.timing());
            response.setContentType(contentType);
            response.setContentLength(body.length);
            // Not as Javalin's result, which is copied piece by piece.
            response.getOutputStream().write(body);
        }
    }
}
