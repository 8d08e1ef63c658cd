package io.chutes.cli.project;

import io.chutes.cli.console.Interruption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The project's own Maven build, run by the JDK that runs this process. */
final class MavenBuild {
    /** Fixed, so that a new release of the plug-in cannot change what a project's class path is. */
    private static final String BUILD_CLASS_PATH =
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

    private final Path project;
    private final String searchPath;

    /**
     * @param project the folder of the pom
     * @param searchPath where to look for {@code mvn}, as in {@code PATH}
     */
    MavenBuild(Path project, String searchPath) {
        this.project = project;
        this.searchPath = searchPath;
    }

    /** The run-time class path in order, if the project is compiled and Maven would change nothing. */
    Optional<List<Path>> unchanged() {
        try {
            return new KeptBuild(project, command()).read();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Compiles the project without its tests, and answers its run-time class path in order. */
    List<Path> run() throws InterruptedException {
        try (var _ = Interruption.ofThisThread()) {
            Path maven = command();
            var build = new KeptBuild(project, maven);
            Optional<String> sources = build.sources();
            long started = System.currentTimeMillis();
            List<Path> classPath = classPath(maven);
            build.write(sources, started, classPath);
            return classPath;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private BuildException failed(IOException e) {
        return new BuildException("Could not run the Maven build of " + project + ": " + e.getMessage(), e);
    }

    private List<Path> classPath(Path maven) throws IOException, InterruptedException {
        var kept = new KeptClassPath(project);
        if (kept.read().isPresent()) {
            run(maven, List.of());
            Optional<List<Path>> still = kept.read(); // a snapshot may have become another one
            if (still.isPresent()) {
                return still.get();
            }
        }
        List<Path> resolved = resolve(maven);
        kept.write(resolved);
        return resolved;
    }

    private List<Path> resolve(Path maven) throws IOException, InterruptedException {
        Path classPath = Files.createTempFile("chutes-class-path", ".txt");
        try {
            run(maven, List.of(BUILD_CLASS_PATH, "-DincludeScope=runtime", "-Dmdep.outputFile=" + classPath));
            return parse(Files.readString(classPath));
        } finally {
            Files.deleteIfExists(classPath);
        }
    }

    private void run(Path maven, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-Dmaven.test.skip=true"));
        Reactor reactor = Reactor.of(project);
        if (reactor.isOne()) {
            // Ours is the last of those that are built, and so the one whose class path is left.
            command.addAll(List.of("-f", reactor.root().resolve("pom.xml").toString(), "-pl", reactor.name(), "-am"));
        }
        command.add("process-classes");
        command.addAll(more);
        // A build of seconds is over before what the JVM's best compiler makes pays.
        BuildProcess.run("Maven", project, command, Map.of("MAVEN_OPTS", "-XX:TieredStopAtLevel=1"));
    }

    private Path command() throws IOException {
        for (Path folder : List.of(project, Reactor.of(project).root())) {
            Path wrapper = folder.resolve("mvnw");
            if (Files.isExecutable(wrapper)) {
                return wrapper;
            }
        }
        return BuildProcess.find("mvn", searchPath)
                .orElseThrow(() -> new BuildException("Maven was not found: there is no mvn on the PATH and no mvnw in "
                        + project + ". Install Maven or add its wrapper to the project"));
    }

    private static List<Path> parse(String classPath) {
        return Arrays.stream(classPath.strip().split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }
}
