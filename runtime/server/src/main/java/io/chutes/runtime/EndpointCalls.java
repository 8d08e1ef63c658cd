package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.connection.CallerConnection;
import io.chutes.runtime.idempotency.AnswerRecorder;
import io.chutes.runtime.idempotency.KeptLimits;
import io.chutes.runtime.idempotency.KeyedCalls;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call to an endpoint: let in, looked after, answered whatever happens. */
final class EndpointCalls {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCalls.class);
    private static final String DEADLINE = "X-Chutes-Deadline-Ms";
    private static final Pattern MILLIS = Pattern.compile("0*[1-9][0-9]*");
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final byte[] NOTHING = {};
    /** As long as any call may take. */
    private static final BigInteger MOST_MILLIS =
            BigInteger.valueOf(Duration.ofHours(24).toMillis());

    private final Settings settings;
    private final ServerConfig config;
    private final Readiness readiness;
    private final Admission admission;
    private final Calls calls;
    private final Metrics metrics;
    private final Idempotency idempotency = new Idempotency(new KeyedCalls(KeptLimits.USUAL, System::nanoTime));

    EndpointCalls(
            Settings settings,
            ServerConfig config,
            Readiness readiness,
            Admission admission,
            Calls calls,
            Metrics metrics) {
        this.settings = settings;
        this.config = config;
        this.readiness = readiness;
        this.admission = admission;
        this.calls = calls;
        this.metrics = metrics;
    }

    Metrics metrics() {
        return metrics;
    }

    /** By which calls have their deadlines. */
    InstantSource clock() {
        return config.clock();
    }

    /**
     * Answers a call. Whatever the chute throws ends here, Javalin's own exceptions and errors such as stack overflow too.
     */
    void handle(Context context, Route route) {
        try (RunningCall call = calls.add(context, settings);
                var _ = SpanOfCall.begin(config.tracing(), call, route.name());
                var _ = LogContext.of(context, route.name())) {
            try {
                checkPath(context.path());
                checkCoding(context.header("Transfer-Encoding"));
                readiness.check();
                Optional<Duration> limit = callersLimit(context);
                Optional<String> key = Idempotency.key(context, route.idempotent());
                long came = System.nanoTime();
                try (Admission.Turn turn = admission.enter(limit.orElse(settings.total()))) {
                    Duration left = limit.map(whole -> whole.minusNanos(System.nanoTime() - came))
                            .filter(callers -> callers.compareTo(settings.total()) < 0)
                            .orElse(settings.total());
                    call.begin(left);
                    boolean fromPlatform = config.instanceToken() != null;
                    var request = new JavalinRequest(
                            context, route.schema(), config.clock().instant().plus(left), call, fromPlatform);
                    var taken = new EndpointCall(call, request, turn, AnswerRecorder.NONE);
                    if (key.isPresent()) {
                        idempotency.answer(route.name(), key.get(), taken, route.endpoint());
                    } else {
                        route.endpoint().answer(taken);
                    }
                }
            } catch (Throwable thrown) {
                failed(call, call.reasonOf(thrown));
            } finally {
                metrics.ended(route.name(), call.outcome(), call.queued(), call.age());
                call.tokens().ifPresent(took -> metrics.took(route.name(), took));
            }
        }
    }

    private static void failed(RunningCall call, Throwable reason) {
        Context context = call.context();
        if (reason instanceof CallerLeftException) {
            LOG.debug("The caller of {} left, request {}", context.path(), RequestIds.of(context));
            new CallerConnection(context.req()).cut();
        } else if (!call.tryClaim()) {
            LOG.debug("{} ended after its answer, request {}", context.path(), RequestIds.of(context), reason);
        } else if (context.res().isCommitted()) { // a problem behind a part of an answer would look like more of it
            LOG.warn("The answer of {} broke off, request {}", context.path(), RequestIds.of(context), reason);
            call.cutOff(INTERNAL_ERROR);
            new CallerConnection(context.req()).cut();
        } else {
            context.header("Server-Timing", call.timing());
            Problems.thrown(reason, context);
        }
    }

    /** An endpoint such as {@code /{a}/{b}} does not get what is ours. */
    private static void checkPath(String path) {
        if (path.startsWith("/_chute/")) {
            throw new ProblemException(404, "No endpoint has the path " + path);
        }
    }

    private static void checkCoding(@Nullable String coding) {
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            throw new ProblemException(
                    NOT_IMPLEMENTED, "No Transfer-Encoding but chunked is known here, got " + Faults.shortened(coding));
        }
    }

    private static Optional<Duration> callersLimit(Context context) {
        String text = context.header(DEADLINE);
        if (text == null) {
            return Optional.empty();
        }
        if (MILLIS.matcher(text).matches()) {
            return Optional.of(
                    Duration.ofMillis(new BigInteger(text).min(MOST_MILLIS).longValue()));
        }
        throw new ProblemException(
                BAD_REQUEST,
                DEADLINE + " must be the milliseconds that the caller waits, 1 or more; got '" + Faults.shortened(text)
                        + "'");
    }

    /**
     * What calls of an endpoint have in common.
     *
     * @param name its method and path, names in braces unfilled
     * @param schema what a JSON body must be; null for whatever its type can hold
     * @param idempotent what becomes of the keys that they come with
     */
    record Route(String name, @Nullable JsonNode schema, Idempotency.Mode idempotent, Endpoint endpoint) {}

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
     * @param recorder told of the answer
     */
    record EndpointCall(RunningCall running, JavalinRequest request, Admission.Turn turn, AnswerRecorder recorder) {
        EndpointCall recordedBy(AnswerRecorder other) {
            return new EndpointCall(running, request, turn, other);
        }

        Context context() {
            return running.context();
        }

        /** Answers with all of a body; who has it may call again at once, so the place is free before. */
        void answer(String contentType, byte[] body) throws IOException {
            recorder.answer(contentType, body);
            running.answered();
            turn.close();
            HttpServletResponse response = begin(contentType);
            response.setContentLength(body.length);
            // Not as Javalin's result, which is copied piece by piece.
            running.write(() -> response.getOutputStream().write(body));
        }

        void answerNothing() {
            recorder.answer(null, NOTHING);
            running.claim();
            begin(null).setStatus(NO_CONTENT);
        }

        /** The answer, with the headers that every one has. */
        HttpServletResponse begin(@Nullable String contentType) {
            HttpServletResponse response = context().res();
            response.setHeader("Server-Timing", running.timing());
            new CallerConnection(context().req()).closeIfUnread(response);
            response.setContentType(contentType);
            return response;
        }
    }
}
