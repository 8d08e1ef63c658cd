package io.chutes.platform.server.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.server.upstream.Fields;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Failures as OpenAI's clients read them: {@code {"error": {message, type, param, code}}}, with the status as it is. */
final class OpenAiErrors {
    private static final int FIRST_FAILURE = 400;
    private static final int MOST_OF_A_PROBLEM = 64 * 1024;

    private OpenAiErrors() {}

    /** Answers with a failure that stands for itself. */
    static void answer(Context context, ApiException failure) {
        failure.retryAfter().ifPresent(wait -> context.header("Retry-After", Long.toString(wait.toSeconds() + 1)));
        if (failure.status() == 401) {
            context.header("WWW-Authenticate", "Bearer realm=\"chutes\"");
        }
        answer(context, failure.status(), failure.detail());
    }

    /** Answers with a failure of the server's own. */
    static void answer(Context context, HttpResponseException failure) {
        answer(context, failure.getStatus(), String.valueOf(failure.getMessage()));
    }

    static void answer(Context context, int status, String message) {
        context.res().resetBuffer();
        context.status(status).contentType("application/json").result(bytes(status, message, null));
    }

    /** Whether an instance's answer is a problem, which is to be told in this form. */
    static boolean retells(int status, Fields fields) {
        String type = fields.first("Content-Type").orElse("");
        return status >= FIRST_FAILURE && type.startsWith(Problem.MEDIA_TYPE);
    }

    /** A problem in this form. */
    static byte[] retold(int status, InputStream problem) throws IOException {
        byte[] bytes = problem.readNBytes(MOST_OF_A_PROBLEM);
        JsonNode read;
        try {
            read = PlatformJson.mapper().readTree(bytes);
        } catch (JsonProcessingException _) {
            read = JsonNodeFactory.instance.missingNode();
        }
        String detail = read.path("detail").asText(read.path("title").asText("The chute failed"));
        String message = read.at("/error/message").asText(detail); // a chute's own runtime tells it in this form too
        return bytes(status, message, read.at("/errors/0/pointer").textValue());
    }

    /** The JSON of a failure. */
    static byte[] bytes(int status, String message, @Nullable String param) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error")
                .put("message", message)
                .put("type", type(status))
                .put("param", param)
                .put("code", code(status));
        try {
            return PlatformJson.mapper().writeValueAsBytes(error);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static @Nullable String code(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 402 -> "insufficient_quota";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> null;
        };
    }
}
