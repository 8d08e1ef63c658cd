package io.chutes.platform.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of a chute's JVM. Its author may give those that leave the runtime the one that starts. */
public final class JvmOptions {
    /** A model's library is native: without this the JVM warns of it, and one to come refuses. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final Pattern OPTION = Pattern.compile("(?s)-\\S.*");

    /** They replace the class path or the main class, or print something and end. */
    private static final Pattern ELSEWHERE = Pattern.compile(String.join(
            "|",
            "-cp|-classpath|--class-path(=.*)?|-jar|-m|--module(=.*)?|--source(=.*)?",
            "-?-version|-?-fullversion|-?-full-version|-Xinternalversion",
            "-[?hXd]|-?-help|--help-extra",
            "--list-modules|--describe-module(=.*)?|--dry-run|--validate-modules"));

    /** They have no value, or a number. */
    private static final Pattern SEVERAL =
            Pattern.compile("(?s)(-X(?!X:|log:|bootclasspath)|-XX:[+-]|-e[as]|-d[as]|-server).*\\s.*");

    /** Written without its equals sign, each takes the next argument as its value. */
    private static final Set<String> NEED_VALUES = Set.of(
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
            "--illegal-native-access");

    private JvmOptions() {}

    /** All that a chute's JVM is given, its author's last. */
    public static List<String> of(ImageSpec image) {
        return Stream.concat(Stream.of(NATIVE_ACCESS), image.jvmOptions().stream())
                .toList();
    }

    /** What is wrong with an option and what to do, if anything is. */
    public static Optional<String> objection(String option) {
        if (!OPTION.matcher(option).matches()) {
            return Optional.of("would be taken for the main class: begin it with -");
        }
        if (ELSEWHERE.matcher(option).matches()) {
            return Optional.of("would start something other than the runtime: remove it");
        }
        if (SEVERAL.matcher(option).matches()) {
            return Optional.of("has a space, which none such may have: write each option as a text of its own");
        }
        return NEED_VALUES.contains(option)
                ? Optional.of("has no value: write both as one, as in --name=value")
                : Optional.empty();
    }
}
