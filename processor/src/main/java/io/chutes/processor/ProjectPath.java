package io.chutes.processor;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Paths that annotations name, from the project's folder. */
final class ProjectPath {
    private static final Pattern INSIDE = Pattern.compile("[^/\\\\:*?]+(/[^/\\\\:*?]+)*");

    private ProjectPath() {}

    /** What is wrong with a path, if anything is. */
    static Optional<String> objection(String path) {
        boolean inside = INSIDE.matcher(path).matches()
                && Arrays.stream(path.split("/")).noneMatch(step -> step.equals(".") || step.equals(".."));
        return inside
                ? Optional.empty()
                : Optional.of("must be a path from the project's folder, such as \"data/words.txt\", and not lead out"
                        + " of it; got '" + path + "'");
    }
}
