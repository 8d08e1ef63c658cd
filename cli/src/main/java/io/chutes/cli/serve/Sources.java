package io.chutes.cli.serve;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a project is compiled from, as it was at a moment: looked at again and again, which works on every file system. */
record Sources(Map<Path, FileTime> changed) {
    private static final List<String> ROOTS = List.of(
            "src/main",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "settings.gradle",
            "settings.gradle.kts",
            "gradle.properties");

    static Sources of(Path project) {
        Map<Path, FileTime> changed = new TreeMap<>();
        try {
            for (Path root : ROOTS.stream().map(project::resolve).toList()) {
                if (Files.exists(root)) {
                    try (Stream<Path> tree = Files.walk(root)) {
                        for (Path file : tree.filter(Files::isRegularFile).toList()) {
                            changed.put(file, Files.getLastModifiedTime(file));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not look at " + project + ": " + e, e);
        }
        return new Sources(changed);
    }
}
