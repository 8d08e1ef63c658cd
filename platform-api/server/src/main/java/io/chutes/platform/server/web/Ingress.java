package io.chutes.platform.server.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What requests come through before they are here.
 *
 * @param publicUrl where callers find the platform, such as {@code https://api.example.org}; null if that is where it listens
 * @param proxies whose {@code X-Forwarded-For} is believed
 * @param chuteDomain what the hosts of chutes are in, as in {@code <account>--<chute>.<domain>}; null if they have none of their own
 */
public record Ingress(
        @Nullable URI publicUrl,
        List<AddressRange> proxies,
        @Nullable String chuteDomain) {
    /** Nothing: callers call the platform itself. */
    public static final Ingress NONE = new Ingress(null, List.of());

    private static final String FORWARDED = "X-Forwarded-For";

    public Ingress {
        proxies = List.copyOf(proxies);
        if (publicUrl != null) {
            Origin.require(publicUrl, "The public URL");
        }
        if (chuteDomain != null) {
            ChuteHosts.require(chuteDomain);
        }
    }

    /** That, where chutes have no hosts of their own. */
    public Ingress(@Nullable URI publicUrl, List<AddressRange> proxies) {
        this(publicUrl, proxies, null);
    }

    /** The hosts of chutes, if they have any. */
    Optional<ChuteHosts> chuteHosts() {
        String api = publicUrl == null ? null : publicUrl.getHost();
        return Optional.ofNullable(chuteDomain).map(domain -> new ChuteHosts(domain, api));
    }

    /** The address of whoever asks: each proxy that is believed tells who asked it, the last one last. */
    String caller(Context context) {
        String caller = bare(context.req().getRemoteAddr());
        List<String> before = Collections.list(context.req().getHeaders(FORWARDED)).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(Ingress::bare)
                .toList()
                .reversed();
        for (String address : before) {
            if (!isBelieved(caller) || !isAddress(address)) {
                break;
            }
            caller = address;
        }
        return caller;
    }

    private boolean isBelieved(String address) {
        return proxies.stream().anyMatch(range -> range.contains(InetAddress.ofLiteral(address)));
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Without the brackets and the network interface that an address of IPv6 may be written with. */
    private static String bare(String address) {
        return address.strip().replaceAll("[\\[\\]]|%.*", "");
    }
}
