package io.chutes.samples.docs;

import io.chutes.platform.server.access.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The routes of the platform that documents mention, and whether there are such. */
final class Routes {
    private static final Pattern MENTION = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/v1/[^\\s?]*)(\\?\\S*)?");
    private static final Pattern URL = Pattern.compile("/v1/[^\\s?'\"]*");
    private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
    private static final Set<String> ROUTES = Permissions.platform().rows().keySet();

    private Routes() {}

    /** What is wrong with the routes that code within a sentence names. */
    static List<String> complaints(String code) {
        return MENTION.matcher(code)
                .results()
                .map(Routes::complaint)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is wrong with a line that calls {@code curl}. */
    static List<String> complaintsOfCurl(String line) {
        List<String> complaints = new ArrayList<>();
        if (line.contains("curl ")) {
            var named = METHOD.matcher(line);
            String method = named.find() ? named.group(1) : line.matches(".* (-d|--data\\S*) .*") ? "POST" : "GET";
            URL.matcher(line).results().forEach(url -> complaint(method, url.group())
                    .ifPresent(complaints::add));
        }
        return complaints;
    }

    private static Optional<String> complaint(MatchResult mention) {
        return complaint(mention.group(1), mention.group(2));
    }

    private static Optional<String> complaint(String method, String path) {
        boolean isThere = ROUTES.stream().anyMatch(route -> matches(route, method + " " + path));
        return isThere ? Optional.empty() : Optional.of("there is no route %s %s".formatted(method, path));
    }

    private static boolean matches(String route, String asked) {
        String pattern = route.replaceAll("<\\w+>", "\u0001").replaceAll("\\{\\w+}", "\u0002");
        String quoted = Pattern.quote(pattern).replace("\u0001", "\\E.+\\Q").replace("\u0002", "\\E[^/]+\\Q");
        return asked.matches(quoted);
    }
}
