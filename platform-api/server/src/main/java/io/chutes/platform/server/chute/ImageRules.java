package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.ImageLimits;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import java.util.List;

/** What the platform asks of what a manifest says about its image. */
final class ImageRules {
    private final Complaints complaints;

    ImageRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(ImageSpec image) {
        if (image.base() != null) {
            complaints.form(
                    "/image/base",
                    image.base(),
                    ImageLimits.isBase(image.base()),
                    "pinned by digest, registry/repository@sha256:<64 hex>");
        }
        image.env()
                .keySet()
                .forEach(name -> complaints.form(
                        "/image/env",
                        name,
                        ImageLimits.isVariable(name) && !ImageLimits.isTaken(name),
                        "named by letters, digits and underscores, not CHUTES_…, PATH, JAVA_HOME or LANG"));
        files(image.files());
        if (!ImageLimits.isUser(image.user())) {
            complaints.add(
                    "/image/user", "range", "image.user must be 1 to 2147483647, got '%s'".formatted(image.user()));
        }
        complaints.form(
                "/image/workdir",
                image.workdir(),
                ImageLimits.isWorkdir(image.workdir()),
                "an absolute path other than /, of letters, digits, dots, hyphens and underscores");
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
            if (!ImageLimits.isOfProject(files.get(i))) {
                complaints.add(
                        "/image/files/" + i,
                        "pattern",
                        "image.files[%d] must be a path from the project's folder that does not lead out of it, got '%s'"
                                .formatted(i, files.get(i)));
            }
        }
    }
}
