package io.chutes.cli.project;

import io.chutes.platform.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;

/**
 * A compiled chute: all that an image is made of.
 *
 * @param folder where its pom or its build script is
 * @param manifest what the processor wrote
 * @param manifestJson its text, as written
 * @param classes the folder of the project's own classes
 * @param classPath jars and folders that the classes need at run time, in the order of the project's build
 */
public record ChuteProject(Path folder, Manifest manifest, String manifestJson, Path classes, List<Path> classPath) {
    public ChuteProject {
        classPath = List.copyOf(classPath);
    }

    /** Which folder of the project its build fills, such as {@code target}. */
    public Path output() {
        return folder.relativize(classes).getName(0);
    }
}
