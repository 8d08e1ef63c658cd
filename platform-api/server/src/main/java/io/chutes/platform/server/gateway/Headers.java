package io.chutes.platform.server.gateway;

import java.util.Collection;
import java.util.HashSet;
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

    /** Those of {@code names} that pass, given the values of the message's {@code Connection} header. */
    static List<String> passing(Collection<String> names, Collection<String> connection) {
        Set<String> dropped = new HashSet<>(OF_ONE_HOP);
        dropped.addAll(OURS);
        dropped.addAll(connection.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
        return names.stream()
                .filter(name -> !name.startsWith(":"))
                .filter(name -> !dropped.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
