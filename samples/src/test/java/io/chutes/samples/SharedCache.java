package io.chutes.samples;

import io.chutes.cli.image.ImageBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all builds of these tests may have in common, in a cache that is otherwise a test's own: it takes the longest to make. */
final class SharedCache {
    private SharedCache() {}

    /** Lets builds with that cache use those folders of the one of all. */
    static void linkInto(Path cache, String... folders) throws IOException {
        Files.createDirectories(cache);
        for (String name : folders) {
            Path shared = Files.createDirectories(ImageBuilder.defaultCache().resolve(name));
            Files.createSymbolicLink(cache.resolve(name), shared);
        }
    }
}
