package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import io.chutes.platform.manifest.ImageSpec;
import java.util.Set;
import java.util.regex.Pattern;

/** What a chute may say about how its Java is started: all that leaves the runtime the one that starts. */
final class LaunchSettings {
    /** By them its Java is found: another value would start another Java, or none. */
    private static final Set<String> OF_JAVA = Set.of("PATH", "JAVA_HOME");

    private static final String OF_THE_RUNTIME = "CHUTES_";

    /** They replace the class path or the main class, or print something and end. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("-cp|-classpath|--class-path(=.*)?|-jar|-m|--module(=.*)?|-?-version"
                    + "|-\\?|-h|-help|--help|-X|--help-extra|--list-modules|-d|--describe-module(=.*)?|--dry-run"
                    + "|--validate-modules");

    /** Written without its equals sign, each takes the next argument as its value. */
    private static final Set<String> NEEDS_VALUE = Set.of(
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--patch-module",
            "--enable-native-access",
            "--illegal-native-access",
            "--source");

    private LaunchSettings() {}

    static void check(ImageSpec image) {
        for (String name : image.env().keySet()) {
            if (OF_JAVA.contains(name)) {
                throw new BuildException(
                        "@Image(env) sets %s, by which the image finds its Java: remove it".formatted(name));
            }
            if (name.startsWith(OF_THE_RUNTIME)) {
                throw new BuildException("@Image(env) sets %s, and names beginning with %s are the runtime's: rename it"
                        .formatted(name, OF_THE_RUNTIME));
            }
        }
        for (String option : image.jvmOptions()) {
            if (!option.startsWith("-")) {
                throw new BuildException(
                        "@Image(jvmOptions) has '%s', which would be taken for the main class: begin it with -"
                                .formatted(option));
            }
            if (ELSEWHERE.matcher(option).matches()) {
                throw new BuildException(
                        "@Image(jvmOptions) has '%s', with which the runtime would not start: remove it"
                                .formatted(option));
            }
            if (NEEDS_VALUE.contains(option)) {
                throw new BuildException(
                        "@Image(jvmOptions) has '%s' without its value: write both as one, as in --name=value"
                                .formatted(option));
            }
        }
    }
}
