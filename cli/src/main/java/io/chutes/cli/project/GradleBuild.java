package io.chutes.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The project's own Gradle build. It is run always: its scripts are programs, and what they read is not known; that nothing is out of date
 * it finds by itself.
 */
final class GradleBuild {
    private static final List<String> SCRIPTS = List.of("build.gradle", "build.gradle.kts");
    private static final List<String> SETTINGS = List.of("settings.gradle", "settings.gradle.kts");

    private final Path project;
    private final String searchPath;

    /**
     * @param project the folder of the build script
     * @param searchPath where to look for {@code gradle}, as in {@code PATH}
     */
    GradleBuild(Path project, String searchPath) {
        this.project = project;
        this.searchPath = searchPath;
    }

    /** Whether there is one in a folder. */
    static boolean isIn(Path folder) {
        return SCRIPTS.stream().anyMatch(script -> Files.isRegularFile(folder.resolve(script)));
    }

    /** Where the project's own classes and resources are, together. */
    Path classes() {
        return folder().resolve("classes");
    }

    private Path folder() {
        return project.resolve("build").resolve("chutes");
    }

    /** Compiles the project without its tests, and answers its run-time class path in order. */
    List<Path> run() throws InterruptedException {
        try {
            Path gradle = command();
            Path script = Files.createDirectories(folder()).resolve("init.gradle");
            try (InputStream ours = Objects.requireNonNull(GradleBuild.class.getResourceAsStream("init.gradle"))) {
                Files.copy(ours, script, StandardCopyOption.REPLACE_EXISTING);
            }
            Path classPath = folder().resolve("class-path.txt");
            BuildProcess.run(
                    "Gradle",
                    project,
                    List.of(
                            gradle.toString(),
                            "--quiet",
                            "--console=plain",
                            "--init-script=" + script,
                            "-Dchutes.project=" + project,
                            "-Dchutes.classes=" + classes(),
                            "-Dchutes.classPath=" + classPath,
                            "chutesClassPath"),
                    Map.of());
            return Files.readAllLines(classPath).stream()
                    .map(Path::of)
                    .filter(Files::exists) // a project without resources has no folder of them
                    .toList();
        } catch (IOException e) {
            throw new BuildException("Could not run the Gradle build of " + project + ": " + e.getMessage(), e);
        }
    }

    /** The wrapper of the build that the project is part of, or the command that is installed. */
    private Path command() {
        return Stream.iterate(Optional.of(project), folder -> folder.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(folder -> folder.equals(project)
                        || SETTINGS.stream().anyMatch(settings -> Files.isRegularFile(folder.resolve(settings))))
                .map(folder -> folder.resolve("gradlew"))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> BuildProcess.find("gradle", searchPath))
                .orElseThrow(() -> new BuildException(
                        "Gradle was not found: there is no gradle on the PATH and no gradlew in %s or where its settings.gradle is. Install Gradle or add its wrapper to the project"
                                .formatted(project)));
    }
}
