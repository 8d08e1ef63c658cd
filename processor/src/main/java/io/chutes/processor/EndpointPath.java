package io.chutes.processor;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The path of an endpoint, as it is written. */
final class EndpointPath {
    private static final String LITERAL = "[a-z0-9][a-z0-9_-]*";
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
    private static final Pattern PATH = Pattern.compile("(/(" + LITERAL + "|" + PARAMETER.pattern() + "))+");

    private EndpointPath() {}

    /** The path that is written, or else the one the method's name makes. */
    static String read(Settings settings, String methodName) {
        String written = settings.written().text("path");
        if (written.isEmpty()) {
            String path = "/" + methodName.toLowerCase(Locale.ROOT);
            if (!PATH.matcher(path).matches()) {
                settings.complain("path", "The method's name makes no path ('%s'): write one", path);
            }
            return path;
        }
        if (written.equals("/_chute") || written.startsWith("/_chute/")) {
            settings.complain("path", "Paths under /_chute belong to the runtime, got '%s'", written);
        } else if (!PATH.matcher(written).matches()) {
            settings.complain(
                    "path",
                    "A path is segments of lower-case letters, digits, '_' and '-', each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '%s'",
                    written);
        }
        return written;
    }

    /** The names in braces, in order, one that is there twice twice. */
    static List<String> parameters(String path) {
        return PARAMETER.matcher(path).results().map(result -> result.group(1)).toList();
    }

    /** The path without the names of its parameters: two endpoints with the same shape would answer the same calls. */
    static String shape(String path) {
        return PARAMETER.matcher(path).replaceAll("{}");
    }
}
