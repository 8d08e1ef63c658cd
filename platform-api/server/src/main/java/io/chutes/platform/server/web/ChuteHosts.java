package io.chutes.platform.server.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of chutes' own: a request for {@code <account>--<chute>.<domain>} is one for {@code /c/<account>/<chute>}. No name has two
 * hyphens in a row, so a host stands for one chute, whoever registers what.
 *
 * @param domain what they are in
 * @param api the platform's own host, which may be in it too; null if it has no name
 */
record ChuteHosts(String domain, @Nullable String api) implements HttpConfiguration.Customizer {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]+(-+[a-z0-9]+)*(\\.[a-z0-9]+(-+[a-z0-9]+)*)*");
    private static final Pattern CHUTE = Pattern.compile("([a-z0-9]+(?:-[a-z0-9]+)*)--([a-z0-9]+(?:-[a-z0-9]+)*)");

    /**
     * Refuses what is no domain.
     *
     * @throws IllegalArgumentException if it is none
     */
    static void require(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "The domain of chutes is lower-case labels such as chutes.example.org, not '%s'".formatted(domain));
        }
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        HttpURI asked = request.getHttpURI();
        String host = asked.getHost() == null ? "" : asked.getHost().toLowerCase(Locale.ROOT);
        // A path that climbs out of its root must not climb out of its chute: the server refuses it as it is.
        if (!host.endsWith("." + domain) || host.equals(api) || asked.getCanonicalPath() == null) {
            return request;
        }
        String label = host.substring(0, host.length() - domain.length() - 1);
        Matcher chute = CHUTE.matcher(label);
        if (!chute.matches()) {
            throw new HttpException.RuntimeException(HttpStatus.NOT_FOUND_404, absent(host));
        }
        String path =
                "/c/" + chute.group(1) + "/" + chute.group(2) + ("/".equals(asked.getPath()) ? "" : asked.getPath());
        return Request.serveAs(request, HttpURI.build(asked).path(path).query(asked.getQuery()));
    }

    private String absent(String host) {
        return "No chute is at '%s': the hosts of chutes are <account>--<chute>.%s".formatted(host, domain);
    }
}
