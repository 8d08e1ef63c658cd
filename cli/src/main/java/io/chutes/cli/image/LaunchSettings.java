package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import java.util.Set;

/** What a chute may say about how its Java is started: all that leaves the runtime the one that starts. */
final class LaunchSettings {
    /** By them its Java is found and its text is UTF-8. */
    private static final Set<String> OF_THE_IMAGE = Set.of("PATH", "JAVA_HOME", "LANG");

    private static final String OF_THE_RUNTIME = "CHUTES_";

    private LaunchSettings() {}

    static void check(ImageSpec image) {
        for (String name : image.env().keySet()) {
            if (OF_THE_IMAGE.contains(name)) {
                throw new BuildException("@Image(env) sets %s, which the image sets itself: remove it".formatted(name));
            }
            if (name.startsWith(OF_THE_RUNTIME)) {
                throw new BuildException("@Image(env) sets %s, and names beginning with %s are the runtime's: rename it"
                        .formatted(name, OF_THE_RUNTIME));
            }
        }
        for (String option : image.jvmOptions()) {
            JvmOptions.objection(option).ifPresent(why -> {
                throw new BuildException("@Image(jvmOptions) has '%s', which %s".formatted(option, why));
            });
        }
    }
}
