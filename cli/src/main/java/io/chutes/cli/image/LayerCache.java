package io.chutes.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Jib's caches of layers, to which Jib itself only adds: those of the latest images stay. */
record LayerCache(Path folder) {
    private static final long MOST_BYTES = 2L << 30;
    private static final String PREFIX = "sha256:";

    /** Of images that are built upon. */
    Path base() {
        return folder.resolve("base");
    }

    /** Of what is built. */
    Path application() {
        return folder.resolve("application");
    }

    /** An image has these. */
    void used(List<StoredImage.Layer> layers) throws IOException {
        List<String> names = layers.stream()
                .map(layer -> layer.digest().substring(PREFIX.length()))
                .toList();
        for (Path cache : List.of(base(), application())) {
            Path kept = cache.resolve("layers");
            if (Files.isDirectory(kept)) {
                new CacheFolder(kept, MOST_BYTES).used(names);
                forgetGone(cache.resolve("selectors"), kept);
            }
            Path temporary = cache.resolve("tmp");
            if (Files.isDirectory(temporary)) {
                FileTree.deleteUnused(temporary, _ -> true); // Jib leaves an empty folder where it is broken off
            }
        }
    }

    /** By a selector, which holds the name of a layer, Jib knows what it has made a layer of. */
    private static void forgetGone(Path selectors, Path layers) throws IOException {
        if (!Files.isDirectory(selectors)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(selectors)) {
            all = files.toList();
        }
        for (Path selector : all) {
            if (!Files.isDirectory(layers.resolve(Files.readString(selector).strip()))) {
                Files.deleteIfExists(selector);
            }
        }
    }
}
