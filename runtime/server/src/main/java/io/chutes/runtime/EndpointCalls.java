package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of every call to an endpoint: let in, watched by its clocks, answered whatever happens. */
final class EndpointCalls {
    private static final String DEADLINE = "X-Chutes-Deadline-Ms";
    private static final int BAD_REQUEST = 400;
    /** As long as any call may take. */
    private static final long MOST_MILLIS = Duration.ofHours(24).toMillis();

    private final Settings settings;
    private final ServerConfig config;
    private final Readiness readiness;
    private final Admission admission;

    EndpointCalls(Settings settings, ServerConfig config, Readiness readiness, Admission admission) {
        this.settings = settings;
        this.config = config;
        this.readiness = readiness;
        this.admission = admission;
    }

    /**
     * Answers a call. Whatever the chute throws ends here, Javalin's own exceptions and errors such as stack overflow too.
     *
     * @param schema what a JSON body must be; null for whatever its type can hold
     */
    void handle(Context context, @Nullable JsonNode schema, Endpoint endpoint) {
        try {
            checkPath(context.path());
            readiness.check();
            Optional<Duration> limit = callersLimit(context);
            long came = System.nanoTime();
            try (Admission.Turn turn = admission.enter(limit.orElse(settings.total()))) {
                run(context, schema, endpoint, turn, limit.map(whole -> whole.minusNanos(System.nanoTime() - came)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Problems.thrown(e, context);
        } catch (ProblemException e) {
            Problems.thrown(e, context);
        }
    }

    /** An endpoint such as {@code /{a}/{b}} does not get what is ours. */
    private static void checkPath(String path) {
        if (path.startsWith("/_chute/")) {
            throw new ProblemException(404, "No endpoint has the path " + path);
        }
    }

    private void run(
            Context context,
            @Nullable JsonNode schema,
            Endpoint endpoint,
            Admission.Turn turn,
            Optional<Duration> callersLimit) {
        Duration left = callersLimit
                .filter(limit -> limit.compareTo(settings.total()) < 0)
                .orElse(settings.total());
        try (var watch = new Watch(settings, left)) {
            boolean fromPlatform = config.instanceToken() != null;
            var request =
                    new JavalinRequest(context, schema, config.clock().instant().plus(left), watch, fromPlatform);
            try {
                endpoint.answer(new EndpointCall(context, request, watch, turn));
            } catch (Throwable thrown) {
                Problems.thrown(watch.reasonOf(thrown), context);
            }
        } finally {
            if (!context.res().isCommitted()) {
                context.header("Server-Timing", turn.timing());
            }
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
     * A call that runs.
     *
     * @param context what Javalin hands over
     * @param request the same, as the chute sees it
     * @param watch its clocks
     * @param turn its place among those that run
     */
    record EndpointCall(Context context, JavalinRequest request, Watch watch, Admission.Turn turn) {}
}
