package io.chutes.processor;

import io.chutes.platform.manifest.ImageLimits;
import java.util.Optional;

/** Paths that annotations name, from the project's folder. */
final class ProjectPath {
    private ProjectPath() {}

    /** What is wrong with a path, if anything is. */
    static Optional<String> objection(String path) {
        return ImageLimits.isOfProject(path)
                ? Optional.empty()
                : Optional.of("must be a path from the project's folder, such as \"data/words.txt\", and not lead out"
                        + " of it; got '" + path + "'");
    }
}
