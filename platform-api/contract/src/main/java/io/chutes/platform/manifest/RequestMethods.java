package io.chutes.platform.manifest;

import java.util.List;
import java.util.Set;

/** The methods of HTTP that an endpoint may have. */
public final class RequestMethods {
    /** All of them, in the order of the alphabet. */
    public static final List<String> ALL = List.of("DELETE", "GET", "PATCH", "POST", "PUT");

    private static final Set<String> IDEMPOTENT = Set.of("GET", "PUT", "DELETE");
    private static final Set<String> BODILESS = Set.of("GET", "DELETE");

    private RequestMethods() {}

    /** Whether an endpoint may have it. */
    public static boolean isKnown(String method) {
        return ALL.contains(method);
    }

    /** Whether a call may be sent again by what its method says (RFC 9110 §9.2.2). */
    public static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    /** Whether its calls take no body. */
    public static boolean isBodiless(String method) {
        return BODILESS.contains(method);
    }
}
