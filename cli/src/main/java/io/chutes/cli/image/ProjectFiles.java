package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of a project that its chute names in {@code @Image(files)} and {@code @Chute(readme)}. */
final class ProjectFiles {
    private static final int MAX_README = 16_384;

    private ProjectFiles() {}

    /** What a path stands for: one file, whose path below its own is empty, or all that a folder holds. */
    static Map<String, Path> below(Path project, String path, ContentStore store) throws IOException {
        Path file = inside(project, path, "@Image(files)");
        return Files.isDirectory(file)
                ? ApplicationLayers.filesBelow(file, store)
                : Map.of("", store.put(file).path());
    }

    /** The text of the file that describes a chute. */
    static String readme(Path project, String path) throws IOException {
        String text = Files.readString(inside(project, path, "@Chute(readme)"));
        if (text.length() > MAX_README) {
            throw new BuildException("@Chute(readme) takes at most %d characters, and %s has %d"
                    .formatted(MAX_README, path, text.length()));
        }
        return text;
    }

    private static Path inside(Path project, String path, String setting) throws IOException {
        Path file = project.resolve(path);
        if (!Files.exists(file)) {
            throw new BuildException("%s names %s, which does not exist in %s"
                    .formatted(setting, path, project.toAbsolutePath().normalize()));
        }
        if (!file.toRealPath().startsWith(project.toRealPath())) {
            throw new BuildException("%s names %s, a link that leads out of %s"
                    .formatted(setting, path, project.toAbsolutePath().normalize()));
        }
        return file;
    }
}
