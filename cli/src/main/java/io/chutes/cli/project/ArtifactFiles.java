package io.chutes.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The jars and poms in local repositories that a project's build may have read: of every artifact that its poms name as a dependency, an
 * annotation processor or a parent, and of all that these depend on, in every version that is there. Which versions Maven chose need not be
 * known for that.
 */
final class ArtifactFiles {
    private static final Set<String> NOT_INHERITED = Set.of("test", "provided", "system");

    private final Collection<Path> repositories;
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<Path> seen = new LinkedHashSet<>();
    private final Deque<Path> toRead = new ArrayDeque<>();
    private boolean whole = true;

    private ArtifactFiles(Collection<Path> repositories) {
        this.repositories = repositories;
    }

    /**
     * The files; empty if they are not known whole, or a remote repository may have others.
     *
     * @param poms the project's, and its parents'
     * @param repositories folders in which artifacts lie as Maven lays them out
     */
    static Optional<Set<Path>> of(List<Path> poms, Collection<Path> repositories) throws IOException {
        var found = new ArtifactFiles(repositories);
        for (Path pom : poms) {
            found.read(pom, true);
        }
        while (found.whole && !found.toRead.isEmpty()) {
            found.read(found.toRead.removeFirst(), false);
        }
        return found.whole ? Optional.of(found.files) : Optional.empty();
    }

    private void read(Path pom, boolean isOwn) throws IOException {
        Optional<PomElements> elements = PomElements.read(pom);
        Optional<Pom> read = Pom.read(pom);
        if (elements.isEmpty() || read.isEmpty()) {
            whole &= !isOwn; // Maven itself does without the dependencies of an artifact whose pom it cannot read
            return;
        }
        Map<String, String> properties = read.get().properties();
        for (Element dependency : elements.get().named("dependency")) {
            String holder = dependency.getParentNode().getParentNode().getLocalName();
            boolean isInherited = holder.equals("project")
                    && !NOT_INHERITED.contains(PomElements.text(dependency, "scope"))
                    && !PomElements.text(dependency, "optional").equals("true");
            if (isOwn ? !holder.equals("dependencyManagement") : isInherited) {
                add(dependency, properties, isOwn);
            }
        }
        for (Element parent : elements.get().named("parent")) {
            add(parent, properties, false); // one of the project's own may be in no repository
        }
        if (isOwn) {
            for (Element paths : elements.get().named("annotationProcessorPaths")) {
                for (Element path : PomElements.children(paths)) {
                    add(path, properties, true);
                }
            }
        }
    }

    private void add(Element named, Map<String, String> properties, boolean isNeeded) throws IOException {
        String group = PomFamily.filled(PomElements.text(named, "groupId"), properties);
        String artifact = PomFamily.filled(PomElements.text(named, "artifactId"), properties);
        if (group.contains("${")
                || artifact.contains("${")
                || PomElements.text(named, "scope").equals("system")) {
            whole = false;
            return;
        }
        Path place = Path.of(group.replace('.', '/'), artifact);
        boolean isFound = false;
        for (Path repository : repositories) {
            Path folder = repository.resolve(place);
            if (Files.isDirectory(folder)) {
                isFound = true;
                if (seen.add(folder)) {
                    list(folder);
                }
            }
        }
        whole &= isFound || !isNeeded;
    }

    private void list(Path artifact) throws IOException {
        try (Stream<Path> tree = Files.walk(artifact, 2)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") || name.endsWith(".pom")) {
                    files.add(file);
                }
                if (name.endsWith(".pom")) {
                    toRead.add(file);
                }
                // A range or a snapshot that was looked up there, which Maven does again once in a while.
                whole &= !name.startsWith("maven-metadata-") || name.contains("-local.xml") || !name.endsWith(".xml");
            }
        }
    }
}
