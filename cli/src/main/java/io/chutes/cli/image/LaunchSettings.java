package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import io.chutes.platform.manifest.ImageLimits;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;

/** What a chute may say about how its Java is started: all that leaves the runtime the one that starts. */
final class LaunchSettings {
    private LaunchSettings() {}

    static void check(ImageSpec image) {
        for (String name : image.env().keySet()) {
            if (ImageLimits.isTaken(name)) {
                throw new BuildException(
                        "@Image(env) sets %s, which the image or the runtime sets itself: remove or rename it"
                                .formatted(name));
            }
        }
        for (String option : image.jvmOptions()) {
            JvmOptions.objection(option).ifPresent(why -> {
                throw new BuildException("@Image(jvmOptions) has '%s', which %s".formatted(option, why));
            });
        }
    }
}
