package io.chutes.runtime;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failed call becomes its answer. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int INTERNAL_ERROR = 500;

    private Problems() {}

    /** Javalin itself refused: no such path, wrong method, too large a body. */
    static void refused(HttpResponseException refusal, Context context) {
        String methods = refusal.getDetails().get("availableMethods");
        if (methods != null) {
            context.header("Allow", methods);
        }
        String detail =
                switch (refusal.getStatus()) {
                    case 404 -> "No endpoint has the path " + context.path();
                    case 405 -> context.path() + " does not answer " + context.method();
                    case 413 -> "The body is larger than " + (ChuteServer.MAX_BODY_BYTES >> 20) + " MiB";
                    default -> String.valueOf(refusal.getMessage());
                };
        answer(context, of(refusal.getStatus(), detail, context, List.of()));
    }

    static void known(ProblemException problem, Context context) {
        answer(context, of(problem, context));
    }

    static void unknown(Exception failure, Context context) {
        answer(context, unexpected(failure, context));
    }

    static Problem of(ProblemException problem, Context context) {
        return of(problem.status(), problem.detail(), context, problem.errors());
    }

    /** Keeps the failure in the log, under the id that the caller is told. */
    static Problem unexpected(Throwable failure, Context context) {
        LOG.error("{} {} failed, request {}", context.method(), context.path(), RequestIds.of(context), failure);
        return of(INTERNAL_ERROR, "The chute failed; its log has the reason under this request id", context, List.of());
    }

    private static Problem of(int status, String detail, Context context, List<Problem.FieldError> errors) {
        String title = HttpStatus.forStatus(status).getMessage();
        return new Problem("about:blank", title, status, detail, RequestIds.of(context), errors);
    }

    private static void answer(Context context, Problem problem) {
        RequestIds.of(context);
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.bytes(problem));
    }
}
