package io.chutes.platform.server.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes an answer. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final String OUR_FAULT = "The platform failed to answer; the request id tells its operator why";

    private Problems() {}

    /** Answers a request whose handling ended in an exception. */
    static void answer(Exception failure, Context context) {
        String id = RequestId.of(context);
        if (context.res().isCommitted()) {
            LOG.warn("{} {} broke off after its answer had begun [{}]", context.method(), context.path(), id, failure);
            breakOff(context, failure);
            return;
        }
        context.res().resetBuffer();
        Problem problem =
                switch (failure) {
                    case ApiException e -> problem(e.status(), e.detail(), id, e.errors());
                    case MethodNotAllowedResponse e -> methodNotAllowed(e, context, id);
                    case NotFoundResponse _ -> of(404, "There is nothing at " + context.path(), id);
                    case HttpResponseException e -> of(e.getStatus(), String.valueOf(e.getMessage()), id);
                    case RuntimeException e
                    when Outage.is(e) -> {
                        LOG.warn("{} {} found no database [{}]", context.method(), context.path(), id, e);
                        context.header("Retry-After", "1");
                        yield of(503, "The platform's database does not answer now; try again", id);
                    }
                    default -> {
                        LOG.error("{} {} failed [{}]", context.method(), context.path(), id, failure);
                        yield of(500, OUR_FAULT, id);
                    }
                };
        if (problem.status() == 401 && context.res().getHeader("WWW-Authenticate") == null) {
            context.header("WWW-Authenticate", "Bearer realm=\"chutes\"");
        }
        if (failure instanceof ApiException e) {
            e.retryAfter().ifPresent(wait -> context.header("Retry-After", Long.toString(wait.toSeconds() + 1)));
        }
        SecurityHeaders.set(context);
        context.header(RequestId.HEADER, id)
                .status(problem.status())
                .contentType(Problem.MEDIA_TYPE)
                .result(bytes(problem));
    }

    /** Answers a request whose handling ended in an error of the virtual machine. */
    static void answerError(HttpServletResponse response, Error failure) {
        String id = RequestId.from(response.getHeader(RequestId.HEADER));
        LOG.error("A request failed [{}]", id, failure);
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setHeader(RequestId.HEADER, id);
        response.setStatus(500);
        response.setContentType(Problem.MEDIA_TYPE);
        try {
            response.getOutputStream().write(bytes(of(500, OUR_FAULT, id)));
        } catch (IOException e) {
            LOG.debug("The caller had gone [{}]", id, e);
        }
    }

    static Problem of(int status, String detail, String requestId) {
        return problem(status, detail, requestId, List.of());
    }

    static byte[] bytes(Problem problem) {
        try {
            return PlatformJson.mapper().writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem problem(int status, String detail, String requestId, List<Problem.FieldError> errors) {
        @Nullable String title = HttpStatus.getMessage(status);
        return new Problem("about:blank", title, status, detail, requestId, errors);
    }

    /** An answer that ended in the middle must not look whole: the connection is cut instead of the body being closed. */
    private static void breakOff(Context context, Exception failure) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close(failure);
    }

    private static Problem methodNotAllowed(MethodNotAllowedResponse e, Context context, String id) {
        String allowed = e.getDetails().getOrDefault("availableMethods", "");
        context.header("Allow", allowed);
        String detail = "%s does not answer %s, only %s".formatted(context.path(), context.method(), allowed);
        return of(405, detail, id);
    }
}
