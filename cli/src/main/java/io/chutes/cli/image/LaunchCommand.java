package io.chutes.cli.image;

import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JvmOptions;
import io.chutes.platform.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the JVM of an image is started, in its working directory.
 *
 * @param java the launcher
 * @param options of the JVM
 * @param classPath relative to the working directory, so that an engine without containers can start it in the unpacked folder
 *     too
 * @param manifest the resource that names the chute
 */
record LaunchCommand(String java, List<String> options, ClassPath classPath, String manifest) {
    private static final String MAIN = "io.chutes.runtime.Main";
    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC");

    /** The least memory and the quickest start, for what is mostly a thin server before a model. */
    private static final String SERIAL = "-XX:+UseSerialGC";

    static LaunchCommand of(Manifest manifest, ClassPath classPath) {
        ImageSpec image = manifest.image();
        List<String> options = new ArrayList<>(JvmOptions.of(image));
        if (image.base() == null
                && options.stream()
                        .noneMatch(option -> COLLECTOR.matcher(option).matches())) {
            options.addFirst(SERIAL);
        }
        String java = image.base() == null ? JavaBase.JAVA_HOME + "/bin/java" : "java";
        return new LaunchCommand(java, List.copyOf(options), classPath, Manifest.FOLDER + manifest.name() + ".json");
    }

    /** With the JVM's options for an AOT cache in the working directory. */
    LaunchCommand withAotCache() {
        // The property tells the runtime of the cache: the JVM does not.
        return with("-XX:AOTCache=" + AotCache.FILE, "-Dchutes.aot.cache=" + AotCache.FILE);
    }

    LaunchCommand with(String... first) {
        return new LaunchCommand(
                java, Stream.concat(Stream.of(first), options.stream()).toList(), classPath, manifest);
    }

    LaunchCommand startedBy(String launcher) {
        return new LaunchCommand(launcher, options, classPath, manifest);
    }

    /** Serves the chute. */
    List<String> serving() {
        return arguments(classPath.entries(), MAIN, manifest);
    }

    /**
     * Makes one start and one call of each endpoint, and writes what it did to a file. Classes that a cache is not to hold are loaded
     * from beside the class path.
     */
    List<String> training(String report) {
        List<String> cached = classPath.cached();
        return cached.contains(ClassPath.CLASSES)
                ? arguments(cached, MAIN, manifest, "--train=" + report)
                : arguments(cached, MAIN, manifest, "--train=" + report, "--classes=" + ClassPath.CLASSES);
    }

    /** Says which JVM it is, and does nothing else. */
    List<String> version() {
        return arguments(classPath.entries(), "-version");
    }

    private List<String> arguments(List<String> entries, String... last) {
        List<String> arguments = new ArrayList<>();
        arguments.add(java);
        arguments.addAll(options);
        arguments.add("-cp");
        arguments.add(String.join(":", entries));
        arguments.addAll(List.of(last));
        return List.copyOf(arguments);
    }
}
