package io.chutes.processor;

import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code @Image}. */
final class ImageReader {
    private static final Pattern BASE = Pattern.compile(
            "[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}");
    private static final Pattern ENV = Pattern.compile("(?s)([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern WORKDIR = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    /** What the image builder itself sets. */
    private static final Set<String> TAKEN = Set.of("PATH", "JAVA_HOME", "LANG");

    private ImageReader() {}

    static ImageSpec read(Settings settings) {
        return new ImageSpec(
                base(settings),
                env(settings),
                settings.texts("files", ProjectPath::objection),
                user(settings),
                workdir(settings),
                settings.texts("jvmOptions", ImageReader::optionObjection));
    }

    private static @Nullable String base(Settings settings) {
        String base = settings.written().text("base");
        if (!base.isEmpty() && !BASE.matcher(base).matches()) {
            settings.complain(
                    "base", "base must be pinned by digest, as registry/repository@sha256:<64 hex>; got '%s'", base);
        }
        return base.isEmpty() ? null : base;
    }

    private static SortedMap<String, String> env(Settings settings) {
        SortedMap<String, String> env = new TreeMap<>();
        settings.texts("env", text -> {
            Matcher matcher = ENV.matcher(text);
            if (!matcher.matches()) {
                return Optional.of("takes \"NAME=value\", got '" + text + "'");
            }
            String name = matcher.group(1);
            if (name.startsWith("CHUTES_") || TAKEN.contains(name)) {
                return Optional.of("cannot set " + name + ", which is the runtime's own");
            }
            return env.putIfAbsent(name, matcher.group(2)) == null
                    ? Optional.empty()
                    : Optional.of("sets " + name + " twice: remove one");
        });
        return env;
    }

    private static String user(Settings settings) {
        String user = settings.written().text("user");
        if (!USER.matcher(user).matches() || Long.parseLong(user) > Integer.MAX_VALUE) {
            settings.complain("user", "user must be a numeric id, 1 to %d, got '%s'", Integer.MAX_VALUE, user);
        }
        return user;
    }

    private static String workdir(Settings settings) {
        String workdir = settings.written().text("workdir");
        boolean plain = WORKDIR.matcher(workdir).matches()
                && Arrays.stream(workdir.split("/")).noneMatch(step -> step.equals(".") || step.equals(".."));
        if (!plain) {
            settings.complain("workdir", "workdir must be an absolute path such as \"/app\", got '%s'", workdir);
        }
        return workdir;
    }

    private static Optional<String> optionObjection(String option) {
        return JvmOptions.objection(option).map(why -> "has '%s', which %s".formatted(option, why));
    }
}
