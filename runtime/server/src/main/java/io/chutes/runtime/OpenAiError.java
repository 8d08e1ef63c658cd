package io.chutes.runtime;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A problem as OpenAI's API tells it, and what that has no place for.
 *
 * @param param JSON Pointer (RFC 6901) to the first place of the body at fault, if it is about one
 * @param code always null, as it would be OpenAI's own
 */
record OpenAiError(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        int status,
        String requestId) {
    private static final Set<String> PATHS =
            Set.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/models");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    static OpenAiError of(Problem problem) {
        String said = problem.detail().isEmpty() ? problem.title() : problem.detail();
        String param = null;
        if (!problem.errors().isEmpty()) {
            String pointer = problem.errors().getFirst().pointer();
            param = pointer.isEmpty() ? null : pointer;
            said += problem.errors().stream()
                    .map(error ->
                            "%s %s".formatted(error.pointer(), error.message()).strip())
                    .collect(Collectors.joining("; ", ": ", ""));
        }
        return new OpenAiError(said, type(problem.status()), param, null, problem.status(), problem.requestId());
    }

    /** Whether those who call a path are clients of OpenAI's API, who look for an {@code error} in what is answered. */
    static boolean isReadAt(String path) {
        return PATHS.contains(path);
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
