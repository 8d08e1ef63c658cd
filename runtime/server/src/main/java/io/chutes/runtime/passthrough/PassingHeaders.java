package io.chutes.runtime.passthrough;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers of a message go on to the other side. */
final class PassingHeaders {
    /** They are about one connection (RFC 9110 §7.6.1), or are set anew for the next. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "traceparent",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id");

    /** Between caller, platform and this server; a key of the platform is not an engine's to see. */
    private static final Set<String> OURS = Set.of("authorization", "x-chutes-deadline-ms", "x-chutes-instance-token");

    private PassingHeaders() {}

    /** Those of these names, given the values of the message's {@code Connection} header. */
    static List<String> of(Collection<String> names, Collection<String> connection) {
        Set<String> stopped = new HashSet<>(OF_ONE_HOP);
        stopped.addAll(OURS);
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                stopped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names.stream()
                .filter(name -> !stopped.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
