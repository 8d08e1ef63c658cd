package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import java.util.List;
import java.util.regex.Pattern;

/** What the platform asks of what a manifest says about its image. */
final class ImageRules {
    private static final Pattern BASE = Pattern.compile("[^\\s@]+/[^\\s@]+@sha256:[0-9a-f]{64}");
    private static final Pattern VARIABLE = Pattern.compile("(?!CHUTES_|(PATH|JAVA_HOME|LANG)$)[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern WORKDIR = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/\\s:]+)+");

    private final Complaints complaints;

    ImageRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(ImageSpec image) {
        if (image.base() != null) {
            complaints.pattern(
                    "/image/base", image.base(), BASE, "pinned by digest, registry/repository@sha256:<64 hex>");
        }
        image.env()
                .keySet()
                .forEach(name -> complaints.pattern(
                        "/image/env",
                        name,
                        VARIABLE,
                        "named by letters, digits and underscores, not CHUTES_…, PATH, JAVA_HOME or LANG"));
        files(image.files());
        if (!USER.matcher(image.user()).matches() || Long.parseLong(image.user()) > Integer.MAX_VALUE) {
            complaints.add(
                    "/image/user", "range", "image.user must be 1 to 2147483647, got '%s'".formatted(image.user()));
        }
        complaints.pattern("/image/workdir", image.workdir(), WORKDIR, "an absolute path other than /");
        jvmOptions(image.jvmOptions());
    }

    private void jvmOptions(List<String> options) {
        for (int i = 0; i < options.size(); i++) {
            String pointer = "/image/jvmOptions/" + i;
            String option = options.get(i);
            JvmOptions.objection(option)
                    .ifPresent(why -> complaints.add(
                            pointer, "pattern", "image.jvmOptions has '%s', which %s".formatted(option, why)));
        }
    }

    private void files(List<String> files) {
        for (int i = 0; i < files.size(); i++) {
            if (!isOfProject(files.get(i))) {
                complaints.add(
                        "/image/files/" + i,
                        "pattern",
                        "image.files[%d] must be a path from the project's folder that does not lead out of it, got '%s'"
                                .formatted(i, files.get(i)));
            }
        }
    }

    static boolean isOfProject(String path) {
        return !path.isEmpty()
                && !path.startsWith("/")
                && !List.of(path.split("/", -1)).contains("..");
    }
}
