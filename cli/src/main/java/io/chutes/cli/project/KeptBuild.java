package io.chutes.cli.project;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The outcome of a project's last Maven run, kept in its {@code target} folder with a mark of all that went into it and of the classes that
 * came of it. Where one of these is another, or what goes in is not known whole, there is none.
 */
final class KeptBuild {
    private static final String ENTRY = "entry ";

    private final Path project;
    private final Path maven;
    private final Path file;

    /** @param maven the command that would be run */
    KeptBuild(Path project, Path maven) {
        this.project = project;
        this.maven = maven;
        this.file = project.resolve("target/chutes/build.txt");
    }

    /** The class path, if Maven would make the same as last time. */
    Optional<List<Path>> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2
                || !sources().equals(Optional.of(lines.get(0)))
                || !classes().equals(Optional.of(lines.get(1)))) {
            return Optional.empty();
        }
        List<Path> entries = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            if (line.startsWith(ENTRY)) {
                entries.add(Path.of(line.substring(ENTRY.length())));
            } else if (!FileMarks.holds(line)) {
                return Optional.empty();
            }
        }
        return Optional.of(entries);
    }

    /** Of the project's files and what surrounds Maven; empty if that is not known whole. To be taken before Maven runs. */
    Optional<String> sources() throws IOException {
        var sum = new Sha256();
        sum.add(System.getProperty("java.home")).add(maven.toString());
        System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("MAVEN_")
                        || Set.of("M2_HOME", "HOME", "CLASSPATH", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")
                                .contains(variable.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> sum.add(variable.getKey()).add(variable.getValue()));
        return tree(project).map(tree -> sum.add(tree).hex());
    }

    /**
     * Keeps an outcome, if it can be told when it is out of date.
     *
     * @param before what {@link #sources} was when Maven was started
     * @param started when that was, in milliseconds
     */
    void write(Optional<String> before, long started, List<Path> entries) throws IOException {
        Files.deleteIfExists(file);
        Optional<String> classes = classes();
        Optional<Set<Path>> inputs = inputs(entries);
        if (before.isEmpty() || !before.equals(sources()) || classes.isEmpty() || inputs.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(before.get(), classes.get()));
        for (Path entry : entries) {
            lines.add(ENTRY + entry);
        }
        for (Path input : inputs.get()) {
            if (Files.exists(input) && FileMarks.lastChange(input) >= started) {
                return; // perhaps after Maven read it
            }
            lines.add(FileMarks.line(input));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /** All that is read outside the project, whether or not it is there; empty if that is not known. */
    private Optional<Set<Path>> inputs(List<Path> entries) throws IOException {
        if (Reactor.of(project).isOne()
                || !Objects.requireNonNullElse(System.getenv("MAVEN_ARGS"), "").isBlank()) {
            return Optional.empty();
        }
        List<Path> repositories = new ArrayList<>(PomFamily.above(entries));
        repositories.add(Path.of(System.getProperty("user.home"), ".m2", "repository"));
        Optional<List<Path>> poms = PomFamily.line(project.resolve("pom.xml"), repositories);
        Optional<Set<Path>> resolvedFrom = new KeptClassPath(project).files(entries);
        if (poms.isEmpty() || resolvedFrom.isEmpty() || !PlainBuild.is(poms.get())) {
            return Optional.empty();
        }
        Set<Path> inputs = resolvedFrom.get();
        for (Path input : inputs) {
            if (Files.exists(input) && (input.endsWith(".mvn/extensions.xml") || input.endsWith(".mvn/maven.config"))) {
                return Optional.empty(); // either can bring in anything
            }
        }
        Optional<Set<Path>> artifacts = ArtifactFiles.of(poms.get(), repositories);
        inputs.addAll(poms.get());
        inputs.addAll(entries);
        inputs.addAll(artifacts.orElse(Set.of()));
        addMaven(inputs);
        return artifacts.map(_ -> inputs);
    }

    private void addMaven(Set<Path> inputs) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        for (String name :
                List.of(".mavenrc", ".m2/toolchains.xml", ".m2/extensions.xml", ".m2/settings-security.xml")) {
            inputs.add(home.resolve(name));
        }
        inputs.add(Path.of("/etc/mavenrc"));
        Path command = maven.toRealPath();
        inputs.add(command);
        inputs.add(Path.of(System.getProperty("java.home"), "release"));
        inputs.add(command.resolveSibling("../conf/settings.xml").normalize());
        inputs.add(command.resolveSibling("../conf/toolchains.xml").normalize());
    }

    private Optional<String> classes() throws IOException {
        Path classes = project.resolve("target/classes");
        return Files.isDirectory(classes) ? tree(classes) : Optional.empty();
    }

    /** Of all files below a folder but what is built. */
    private Optional<String> tree(Path folder) throws IOException {
        return FileMarks.tree(
                folder,
                visited -> visited.equals(project.resolve("target")) || visited.equals(project.resolve(".git")));
    }
}
