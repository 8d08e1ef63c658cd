package io.chutes.platform.server.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which headers of a message go on to the other side. */
final class Headers {
    static final String INSTANCE_TOKEN = "X-Chutes-Instance-Token";
    static final String CALLER = "X-Chutes-Caller";
    static final String COLD_START = "X-Chutes-Cold-Start-Ms";
    static final String VERSION = "X-Chutes-Version";

    /** By which an instance says that it did not run a call. */
    static final String NOT_RUN = "X-Chutes-Not-Run";

    /** They are about one connection (RFC 9110 §7.6.1), or are set anew for the next. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id");

    /** The caller's secret is not the chute's to know; the instance's, who calls, and which version answers, are the platform's to say. */
    private static final Set<String> OURS =
            Set.of("authorization", "x-chutes-instance-token", "x-chutes-caller", "x-chutes-version");

    private Headers() {}

    /** Whether one of that name passes, where the message's {@code Connection} {@linkplain #named names} these. */
    static boolean passes(String name, Set<String> named) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !name.startsWith(":") && !OF_ONE_HOP.contains(lower) && !OURS.contains(lower) && !named.contains(lower);
    }

    /** What the values of a {@code Connection} header name. */
    static Set<String> named(List<String> connection) {
        return connection.isEmpty()
                ? Set.of()
                : connection.stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }
}
