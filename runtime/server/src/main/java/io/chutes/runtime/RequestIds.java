package io.chutes.runtime;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of each request: the caller's own if it is sane, else a new one; always returned. */
final class RequestIds {
    static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[!-~]{1,128}");

    private RequestIds() {}

    static void assign(Context context) {
        String id = sane(context.header(HEADER));
        context.attribute(HEADER, id);
        context.header(HEADER, id);
    }

    static String sane(@Nullable String given) {
        return given != null && SANE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    static String of(Context context) {
        String id = context.attribute(HEADER);
        if (id == null) {
            assign(context);
            return of(context);
        }
        return id;
    }
}
