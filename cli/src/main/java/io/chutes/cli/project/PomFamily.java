package io.chutes.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The poms that poms are made of: their parents, and the bills of materials that they import. It is not known whole where one of them
 * is not found, or a profile outside a repository changes dependencies by what Maven alone can tell.
 */
final class PomFamily {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final int DEEPEST = 20;

    private final Collection<Path> repositories;
    private final Map<Path, Map<String, String>> members = new LinkedHashMap<>();
    private boolean whole = true;

    private PomFamily(Collection<Path> repositories) {
        this.repositories = repositories;
    }

    /**
     * The files; empty if they are not known whole.
     *
     * @param poms to begin with; those that are no files are left out
     * @param repositories folders in one of which each other lies, as Maven lays them out
     */
    static Optional<Set<Path>> of(Collection<Path> poms, Collection<Path> repositories) throws IOException {
        var family = new PomFamily(repositories);
        for (Path pom : poms) {
            if (Files.isRegularFile(pom)) {
                family.properties(pom);
            }
        }
        return family.whole ? Optional.of(family.members.keySet()) : Optional.empty();
    }

    /** A pom and its parents, from the nearest on; empty if one is not found. */
    static Optional<List<Path>> line(Path pom, Collection<Path> repositories) throws IOException {
        var family = new PomFamily(repositories);
        List<Path> line = new ArrayList<>();
        for (Optional<Path> next = Optional.of(pom); next.isPresent(); ) {
            Path file = next.get();
            line.add(file);
            Optional<Pom> read = Pom.read(file);
            next = read.isPresent() && read.get().parent().isPresent()
                    ? family.parent(file, read.get())
                    : Optional.empty();
            if (line.size() > DEEPEST || read.isEmpty() || (read.get().parent().isPresent() && next.isEmpty())) {
                return Optional.empty();
            }
        }
        return Optional.of(line);
    }

    /** The properties of a pom with those it inherits, once it and all above it are members. */
    private Map<String, String> properties(Path file) throws IOException {
        Map<String, String> known = members.get(file);
        if (known != null) {
            return known;
        }
        Map<String, String> all = new HashMap<>();
        members.put(file, all);
        Optional<Pom> read = Pom.read(file);
        if (read.isEmpty()) {
            whole = false;
            return all;
        }
        Pom pom = read.get();
        if (pom.parent().isPresent()) {
            Optional<Path> parent = parent(file, pom);
            whole &= parent.isPresent();
            if (parent.isPresent()) {
                all.putAll(properties(parent.get()));
            }
        }
        all.putAll(pom.properties());
        whole &= !pom.isConditional() || file.toString().endsWith(".pom");
        for (Pom.Coordinates imported : pom.imports()) {
            Optional<Path> found = inRepository(imported, all);
            whole &= found.isPresent();
            if (found.isPresent()) {
                properties(found.get());
            }
        }
        return all;
    }

    private Optional<Path> parent(Path file, Pom pom) throws IOException {
        Pom.Coordinates named = pom.parent().orElseThrow();
        if (!pom.relativePath().isEmpty()) {
            Path beside = file.resolveSibling(pom.relativePath()).normalize();
            Path relative = Files.isDirectory(beside) ? beside.resolve("pom.xml") : beside;
            if (Files.isRegularFile(relative)
                    && Pom.read(relative)
                            .filter(found -> found.artifact().equals(named.artifact()))
                            .isPresent()) {
                return Optional.of(relative);
            }
        }
        return inRepository(named, pom.properties());
    }

    private Optional<Path> inRepository(Pom.Coordinates named, Map<String, String> properties) {
        String group = filled(named.group(), properties);
        String artifact = filled(named.artifact(), properties);
        String version = filled(named.version(), properties);
        Path place = Path.of(group.replace('.', '/'), artifact, version, artifact + "-" + version + ".pom");
        return repositories.stream()
                .map(repository -> repository.resolve(place))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** With the values of properties, which may have others in them. */
    static String filled(String text, Map<String, String> properties) {
        String filled = text;
        for (int depth = 0; depth < DEEPEST && filled.contains("${"); depth++) {
            filled = PROPERTY.matcher(filled)
                    .replaceAll(
                            found -> Matcher.quoteReplacement(properties.getOrDefault(found.group(1), found.group())));
        }
        return filled;
    }

    /** Folders that hold an entry of a class path, one of which is the repository that it is from. */
    static Set<Path> above(Collection<Path> entries) {
        Set<Path> above = new LinkedHashSet<>();
        for (Path entry : entries) {
            for (Path folder = entry.getParent(); folder != null; folder = folder.getParent()) {
                above.add(folder);
            }
        }
        return above;
    }
}
