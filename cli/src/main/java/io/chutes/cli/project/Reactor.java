package io.chutes.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The build that a project is a module of: modules of the same build that it depends on are in no repository, and are compiled with it.
 *
 * @param root the folder of the topmost pom, which is the project's own if it is no module
 * @param module the project
 */
record Reactor(Path root, Path module) {
    /** Found by parents that list their children: a project that merely lies in another's folder is one of its own. */
    static Reactor of(Path project) throws IOException {
        Path root = project;
        for (Optional<Path> above = parent(root); above.isPresent(); above = parent(root)) {
            root = above.get();
        }
        return new Reactor(root, project);
    }

    boolean isOne() {
        return !root.equals(module);
    }

    /** As Maven names it. */
    String name() {
        return root.relativize(module).toString();
    }

    private static Optional<Path> parent(Path project) throws IOException {
        Optional<Pom> pom = Pom.read(project.resolve("pom.xml"));
        if (pom.isEmpty()
                || pom.get().parent().isEmpty()
                || pom.get().relativePath().isEmpty()) {
            return Optional.empty();
        }
        Path named = project.resolve(pom.get().relativePath()).normalize();
        Path file = Files.isDirectory(named) ? named.resolve("pom.xml") : named;
        Path folder = file.getParent();
        if (folder == null || !project.startsWith(folder) || project.equals(folder) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Pom.read(file)
                .filter(parent -> parent.modules().stream()
                        .map(module -> folder.resolve(module).normalize())
                        .anyMatch(module -> module.equals(project) || module.equals(project.resolve("pom.xml"))))
                .map(_ -> folder);
    }
}
