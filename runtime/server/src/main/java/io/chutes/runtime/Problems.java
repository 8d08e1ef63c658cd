package io.chutes.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.runtime.connection.BrokenBodyException;
import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failed call becomes its answer. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    /** What a request meets that came too late, too early or too often, and not if it comes again. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** Says that a call was not run, so that another instance may be asked. */
    private static final String NOT_RUN = "X-Chutes-Not-Run";

    private Problems() {}

    /** Whether the same request would meet that status again. */
    static boolean isLasting(int status) {
        return status < INTERNAL_ERROR && !PASSING.contains(status);
    }

    /** Javalin itself refused: no such path, or a wrong method. */
    static void refused(HttpResponseException refusal, Context context) {
        String methods = refusal.getDetails().get("availableMethods");
        if (methods != null) {
            context.header("Allow", methods);
        }
        String detail =
                switch (refusal.getStatus()) {
                    case 404 -> "No endpoint has the path " + context.path();
                    case 405 -> context.path() + " does not answer " + context.method();
                    default -> String.valueOf(refusal.getMessage());
                };
        answer(context, of(refusal.getStatus(), detail, context, List.of()));
    }

    /** Javalin could not decode the path; whatever a chute throws is answered before. */
    static void malformed(IllegalArgumentException refusal, Context context) {
        LOG.debug("{} {}", context.method(), context.path(), refusal);
        answer(context, of(BAD_REQUEST, "The path has an escape that is none: " + context.path(), context, List.of()));
    }

    /** Ends a call whose answer has not begun. */
    static void thrown(Throwable thrown, Context context) {
        if (thrown instanceof ProblemException problem) {
            // Whoever is told to come again was not let in.
            problem.retryAfterSeconds().ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds))
                    .header(NOT_RUN, "true"));
        }
        answer(context, of(thrown, context));
    }

    /** What the caller may know; the rest stays in the log, under the id that the caller is told. */
    static Problem of(Throwable failure, Context context) {
        if (failure instanceof ProblemException problem) {
            return of(problem.status(), said(problem), context, problem.errors());
        }
        if (failure instanceof io.chutes.annotation.ProblemException problem) {
            return of(problem.status(), said(problem), context, List.of());
        }
        if (Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(BrokenBodyException.class::isInstance)) {
            return of(BAD_REQUEST, "The body broke off", context, List.of());
        }
        LOG.error("{} {} failed, request {}", context.method(), context.path(), RequestIds.of(context), failure);
        return of(INTERNAL_ERROR, "The chute failed; its log has the reason under this request id", context, List.of());
    }

    private static String said(io.chutes.annotation.ProblemException problem) {
        return Objects.requireNonNullElseGet(problem.getMessage(), () -> HttpStatus.forStatus(problem.status())
                .getMessage());
    }

    private static Problem of(int status, String detail, Context context, List<Problem.FieldError> errors) {
        return Problem.of(status, detail, RequestIds.of(context), errors);
    }

    private static void answer(Context context, Problem problem) {
        RequestIds.of(context);
        new CallerConnection(context.req()).closeIfUnread(context.res());
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(body(problem, context.path()));
    }

    /** A problem, and where clients of OpenAI's API call, the error that they look for beside its members. */
    static byte[] body(Problem problem, String path) {
        if (!OpenAiError.isReadAt(path)) {
            return Json.bytes(problem);
        }
        ObjectNode both = Json.MAPPER.valueToTree(problem);
        both.set("error", Json.MAPPER.valueToTree(OpenAiError.of(problem)));
        return Json.bytes(both);
    }
}
