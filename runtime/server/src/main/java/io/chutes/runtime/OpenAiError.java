package io.chutes.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A problem as OpenAI's API tells it, and what that has no place for.
 *
 * @param param always null: which part of the request is at fault was said before the stream began
 * @param code always null, as it would be OpenAI's own
 */
record OpenAiError(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        int status,
        String requestId) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    static OpenAiError of(Problem problem) {
        String said = problem.detail().isEmpty() ? problem.title() : problem.detail();
        return new OpenAiError(said, type(problem.status()), null, null, problem.status(), problem.requestId());
    }

    private static String type(int status) {
        return switch (status) {
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TOO_MANY_REQUESTS -> "rate_limit_error";
            default -> status < SERVER_ERRORS ? "invalid_request_error" : "server_error";
        };
    }
}
