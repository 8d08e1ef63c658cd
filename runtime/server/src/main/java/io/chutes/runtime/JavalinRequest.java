package io.chutes.runtime;

import io.chutes.runtime.spi.Request;
import io.javalin.http.Context;
import java.util.Optional;

/** The request that Javalin hands to an endpoint. */
final class JavalinRequest implements Request {
    private final Context context;

    JavalinRequest(Context context) {
        this.context = context;
    }

    @Override
    public String requestId() {
        return RequestIds.of(context);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    @Override
    public <T> T body(Class<T> type) {
        String contentType = context.contentType();
        if (contentType != null && !isJson(contentType)) {
            throw new ProblemException(415, "The body must be application/json, got " + contentType);
        }
        return Json.read(context.bodyAsBytes(), type);
    }

    private static boolean isJson(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }
}
