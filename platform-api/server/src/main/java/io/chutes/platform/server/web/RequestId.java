package io.chutes.platform.server.web;

import io.javalin.http.Context;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id that ties a request, its answer and its log lines together. */
public final class RequestId {
    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final int LONGEST = 128;

    private RequestId() {}

    /** The id of this request: the caller's own if it is at most 128 visible ASCII characters, else one of ours. */
    public static String of(Context context) {
        String known = context.attribute(HEADER);
        if (known != null) {
            return known;
        }
        String id = from(context.header(HEADER));
        context.attribute(HEADER, id);
        return id;
    }

    static String from(@Nullable String header) {
        return header != null && isSane(header) ? header : UUID.randomUUID().toString();
    }

    private static boolean isSane(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
