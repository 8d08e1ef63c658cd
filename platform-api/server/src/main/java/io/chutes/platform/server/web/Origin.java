package io.chutes.platform.server.web;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a server of HTTP is: a scheme, a host and perhaps a port, and nothing else that a URL may have. */
public final class Origin {
    private static final Set<@Nullable String> SCHEMES = Set.of("http", "https");
    private static final Set<@Nullable String> PATHS = Set.of("", "/");

    private Origin() {}

    /**
     * Refuses a URL that is no origin: what more it has would be left out of what is asked there.
     *
     * @param what it is the address of, for the message
     * @throws IllegalArgumentException if it is none
     */
    public static void require(URI url, String what) {
        boolean alone = PATHS.contains(url.getRawPath())
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!alone || url.getHost() == null || !SCHEMES.contains(url.getScheme())) {
            throw new IllegalArgumentException(
                    "%s is http:// or https:// and a host such as https://images.example.org, without a path; not '%s'"
                            .formatted(what, url));
        }
    }
}
