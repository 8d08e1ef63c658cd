package io.chutes.processor;

import io.chutes.platform.manifest.PathTemplate;
import java.util.Locale;

/** The path of an endpoint, as it is written. */
final class EndpointPath {
    private EndpointPath() {}

    /** The path that is written, or else the one the method's name makes. */
    static String read(Settings settings, String methodName) {
        String written = settings.written().text("path");
        if (written.isEmpty()) {
            String path = "/" + methodName.toLowerCase(Locale.ROOT);
            if (!new PathTemplate(path).isWellFormed()) {
                settings.complain("path", "The method's name makes no path ('%s'): write one", path);
            }
            return path;
        }
        if (written.equals("/_chute") || written.startsWith("/_chute/")) {
            settings.complain("path", "Paths under /_chute belong to the runtime, got '%s'", written);
        } else if (!new PathTemplate(written).isWellFormed()) {
            settings.complain(
                    "path",
                    "A path is segments of lower-case letters, digits, '_' and '-', each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '%s'",
                    written);
        }
        return written;
    }
}
