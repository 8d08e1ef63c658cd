package io.chutes.processor;

import io.chutes.platform.manifest.ImageLimits;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code @Image}. */
final class ImageReader {
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
        if (!base.isEmpty() && !ImageLimits.isBase(base)) {
            settings.complain(
                    "base", "base must be pinned by digest, as registry/repository@sha256:<64 hex>; got '%s'", base);
        }
        return base.isEmpty() ? null : base;
    }

    private static SortedMap<String, String> env(Settings settings) {
        SortedMap<String, String> env = new TreeMap<>();
        settings.texts("env", text -> {
            String[] pair = text.split("=", 2);
            String name = pair[0];
            if (pair.length < 2 || !ImageLimits.isVariable(name)) {
                return Optional.of("takes \"NAME=value\", got '" + text + "'");
            }
            if (ImageLimits.isTaken(name)) {
                return Optional.of("cannot set " + name + ", which is the runtime's own");
            }
            return env.putIfAbsent(name, pair[1]) == null
                    ? Optional.empty()
                    : Optional.of("sets " + name + " twice: remove one");
        });
        return env;
    }

    private static String user(Settings settings) {
        String user = settings.written().text("user");
        if (!ImageLimits.isUser(user)) {
            settings.complain("user", "user must be a numeric id, 1 to %d, got '%s'", Integer.MAX_VALUE, user);
        }
        return user;
    }

    private static String workdir(Settings settings) {
        String workdir = settings.written().text("workdir");
        if (!ImageLimits.isWorkdir(workdir)) {
            settings.complain("workdir", "workdir must be an absolute path such as \"/app\", got '%s'", workdir);
        }
        return workdir;
    }

    private static Optional<String> optionObjection(String option) {
        return JvmOptions.objection(option).map(why -> "has '%s', which %s".formatted(option, why));
    }
}
