package io.chutes.cli.project;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The class path that Maven resolved for a project, kept in its {@code target} folder for as long as all that it was resolved from is
 * the same: the poms of the project and the folders above, Maven's settings, the poms beside the jars, and the parents and bills of
 * materials of all of them. Where not all of those can be found, none is kept.
 */
final class KeptClassPath {
    /** By which the environment tells Maven something. */
    private static final List<String> VARIABLES = List.of("MAVEN_ARGS", "MAVEN_OPTS", "MAVEN_HOME", "M2_HOME", "HOME");

    private final Path project;
    private final Path file;

    KeptClassPath(Path project) {
        this.project = project;
        this.file = project.resolve("target/chutes/class-path.txt");
    }

    /** The entries in order; empty if they must be resolved. */
    Optional<List<Path>> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        List<Path> entries = lines.stream().skip(1).map(Path::of).toList();
        return !lines.isEmpty()
                        && entries.stream().allMatch(Files::exists)
                        && key(entries).equals(Optional.of(lines.getFirst()))
                ? Optional.of(entries)
                : Optional.empty();
    }

    void write(List<Path> entries) throws IOException {
        // Folders are modules of the same build, whose poms are not looked at.
        Optional<String> key = entries.stream().anyMatch(Files::isDirectory) ? Optional.empty() : key(entries);
        if (key.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.getParent());
        List<String> lines = new ArrayList<>(List.of(key.get()));
        entries.forEach(entry -> lines.add(entry.toString()));
        Files.write(file, lines);
    }

    /** Of all that the entries were resolved from; empty if that is not known. */
    private Optional<String> key(List<Path> entries) throws IOException {
        Optional<Set<Path>> files = files(entries);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        var sum = new Sha256();
        sum.add(System.getProperty("java.home"));
        for (String variable : VARIABLES) {
            sum.add(Objects.requireNonNullElse(System.getenv(variable), ""));
        }
        entries.forEach(entry -> sum.add(entry.toString()));
        for (Path read : files.get()) {
            sum.add(read.toString());
            add(sum, read);
        }
        return Optional.of(sum.hex());
    }

    /** What the entries were resolved from, with the places where nothing was found; empty if that is not known whole. */
    Optional<Set<Path>> files(List<Path> entries) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        files.add(Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
        List<Path> poms = new ArrayList<>();
        for (Path folder = project; folder != null; folder = folder.getParent()) {
            poms.add(folder.resolve("pom.xml"));
            for (String name : List.of("maven.config", "jvm.config", "extensions.xml")) {
                files.add(folder.resolve(".mvn").resolve(name));
            }
        }
        for (Path entry : entries) {
            poms.add(Path.of(entry.toString().replaceFirst("\\.jar$", ".pom")));
        }
        files.addAll(poms);
        List<Path> repositories = new ArrayList<>(PomFamily.above(entries));
        repositories.add(Path.of(System.getProperty("user.home"), ".m2", "repository"));
        Optional<Set<Path>> family = PomFamily.of(poms, repositories);
        family.ifPresent(files::addAll);
        return family.map(_ -> files);
    }

    private static void add(Sha256 sum, Path file) throws IOException {
        sum.add(Files.isRegularFile(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "");
    }
}
