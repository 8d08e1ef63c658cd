package io.chutes.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The path and query string of a call; what stands in braces waits for its value. */
final class RequestPath {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}/]*)}");

    private String path;
    private final List<String> query = new ArrayList<>();

    RequestPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("An endpoint's path begins with '/', got '" + path + "'");
        }
        if (path.contains("?") || path.contains("#")) {
            throw new IllegalArgumentException(
                    "An endpoint's path has no query: give its parameters by query(name, value), got '" + path + "'");
        }
        this.path = path;
    }

    void path(String name, Object value) {
        String place = "{" + name + "}";
        if (!path.contains(place)) {
            throw new IllegalArgumentException("There is no " + place + " left in the path " + path);
        }
        String segment = text(value);
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("'" + segment + "' cannot be sent as " + place + " of the path " + path
                    + ": servers would take it for another path");
        }
        path = path.replace(place, encoded(segment));
    }

    /** Adds nothing for an empty optional, and each of a collection's values. */
    void query(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> query(name, present));
        } else if (value instanceof Iterable<?> several) {
            several.forEach(each -> query(name, each));
        } else {
            query.add(encoded(name) + "=" + encoded(text(value)));
        }
    }

    @Override
    public String toString() {
        Optional<String> open =
                BRACES.matcher(path).results().map(MatchResult::group).findFirst();
        if (open.isPresent()) {
            throw new IllegalArgumentException("Nothing was given for " + open.get() + " of the path " + path);
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String text(Object value) {
        return value instanceof Enum<?> constant ? Json.SHARED.name(constant) : value.toString();
    }

    /** A form's encoding, but for the space: {@code +} is one in a query string alone. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
