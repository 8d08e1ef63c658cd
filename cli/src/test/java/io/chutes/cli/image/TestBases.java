package io.chutes.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The base images of all tests' builds, which take the longest to make; all else is in a cache of a test's own. */
final class TestBases {
    private TestBases() {}

    /** Lets builds with that cache stand on them. */
    static void linkInto(Path cache) throws IOException {
        Path bases = Files.createDirectories(Path.of("target", "bases").toAbsolutePath());
        Files.createSymbolicLink(cache.resolve("base"), bases);
    }
}
