package io.chutes.cli.project;

import io.chutes.cli.console.Progress;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles a project and finds the chute in it. */
public final class ProjectReader {
    private final String searchPath;
    private final Progress progress;
    private final boolean anew;

    /** A reader that finds Maven and Gradle on this process's {@code PATH} and tells each step. */
    public ProjectReader(Progress progress) {
        this(Objects.requireNonNullElse(System.getenv("PATH"), ""), progress);
    }

    ProjectReader(String searchPath, Progress progress) {
        this(searchPath, progress, false);
    }

    private ProjectReader(String searchPath, Progress progress, boolean anew) {
        this.searchPath = searchPath;
        this.progress = progress;
        this.anew = anew;
    }

    /** One that runs Maven even where nothing has changed. */
    public ProjectReader anew() {
        return new ProjectReader(searchPath, progress, true);
    }

    /**
     * Compiles the project in a folder, unless nothing has changed since Maven last did.
     *
     * @param folder where its pom lies, or its build script for Gradle
     * @param chute the chute's name; null if the project has but one
     */
    public ChuteProject read(Path folder, @Nullable String chute) throws InterruptedException {
        Path project = folder.toAbsolutePath().normalize();
        Tool tool = tool(project);
        Compiled compiled =
                switch (tool) {
                    case MAVEN -> maven(project);
                    case GRADLE -> gradle(project);
                };
        Found found = choose(manifests(compiled.classes()), compiled.classes(), tool, chute);
        return new ChuteProject(project, found.manifest(), found.json(), compiled.classes(), compiled.classPath());
    }

    private record Compiled(Path classes, List<Path> classPath) {}

    private Compiled maven(Path project) throws InterruptedException {
        requireModule(project);
        return new Compiled(project.resolve("target").resolve("classes"), classPath(project));
    }

    private Compiled gradle(Path project) throws InterruptedException {
        var gradle = new GradleBuild(project, searchPath);
        progress.begin("Compiling " + project);
        return new Compiled(gradle.classes(), gradle.run());
    }

    private List<Path> classPath(Path project) throws InterruptedException {
        var maven = new MavenBuild(project, searchPath);
        Optional<List<Path>> unchanged = anew ? Optional.empty() : maven.unchanged();
        if (unchanged.isPresent()) {
            progress.tell("Unchanged since Maven compiled it: " + project);
            return unchanged.get();
        }
        progress.begin("Compiling " + project);
        return maven.run();
    }

    private enum Tool {
        MAVEN,
        GRADLE
    }

    private static Tool tool(Path project) {
        if (Files.isRegularFile(project.resolve("pom.xml"))) {
            return Tool.MAVEN;
        }
        if (GradleBuild.isIn(project)) {
            return Tool.GRADLE;
        }
        throw new BuildException(
                "There is no pom.xml in %s, and no build.gradle or build.gradle.kts: name the folder of a Maven or Gradle project"
                        .formatted(project));
    }

    private static void requireModule(Path project) {
        try {
            List<String> modules =
                    Pom.read(project.resolve("pom.xml")).map(Pom::modules).orElse(List.of());
            if (!modules.isEmpty() && !Files.isDirectory(project.resolve("src/main"))) {
                throw new BuildException("%s has no classes of its own: name the module with the chute, one of %s"
                        .formatted(project, String.join(", ", modules)));
            }
        } catch (IOException e) {
            throw new BuildException("Could not read the pom of " + project + ": " + e, e);
        }
    }

    private record Found(Manifest manifest, String json) {}

    private static Found choose(List<Found> found, Path classes, Tool tool, @Nullable String chute) {
        if (found.isEmpty()) {
            throw new BuildException(noManifest(classes, tool));
        }
        String names = found.stream().map(it -> it.manifest().name()).collect(Collectors.joining(", "));
        if (chute != null) {
            return found.stream()
                    .filter(it -> it.manifest().name().equals(chute))
                    .findFirst()
                    .orElseThrow(() ->
                            new BuildException("There is no chute '" + chute + "' in " + classes + ", only: " + names));
        }
        if (found.size() > 1) {
            throw new BuildException("The project has several chutes: " + names + ". Choose one with --chute NAME");
        }
        return found.getFirst();
    }

    private static List<Found> manifests(Path classes) {
        Path folder = classes.resolve(Manifest.FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(ProjectReader::manifest)
                    .toList();
        } catch (IOException e) {
            throw new BuildException("Could not list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Found manifest(Path file) {
        try {
            String json = Files.readString(file);
            return new Found(ManifestJson.read(json), json);
        } catch (IOException | ManifestException e) {
            throw new BuildException("Could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String noManifest(Path classes, Tool tool) {
        return """
                No chute was found: %s has no manifest. Either no class is annotated with @Chute, or javac did not run \
                the annotation processor, which it does only if the %s names it:

                %s""".formatted(
                        classes.resolve(Manifest.FOLDER),
                        switch (tool) {
                            case MAVEN -> "pom";
                            case GRADLE -> "build script";
                        },
                        switch (tool) {
                            case MAVEN -> """
                                <plugin>
                                  <artifactId>maven-compiler-plugin</artifactId>
                                  <configuration>
                                    <annotationProcessorPaths>
                                      <path>
                                        <groupId>io.chutes</groupId>
                                        <artifactId>chutes-processor</artifactId>
                                        <version>${chutes.version}</version>
                                      </path>
                                    </annotationProcessorPaths>
                                  </configuration>
                                </plugin>""";
                            case GRADLE -> """
                                dependencies {
                                    annotationProcessor "io.chutes:chutes-processor:$chutesVersion"
                                }""";
                        });
    }
}
