package io.chutes.cli.verify;

import io.chutes.cli.image.StoredImage;
import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A layer that two images do not have alike. */
sealed interface LayerDifference {
    /** What the build called it. */
    String layer();

    /** A layer that one of the images has not. */
    record Single(String layer, String image) implements LayerDifference {}

    /** The same files, packed into other bytes. */
    record Packing(String layer) implements LayerDifference {}

    /** Other files. */
    record Content(String layer, List<FileDifference> files) implements LayerDifference {}

    static List<LayerDifference> between(StoredImage given, StoredImage rebuilt) {
        Map<String, StoredImage.Layer> here = byName(given);
        Map<String, StoredImage.Layer> there = byName(rebuilt);
        return Stream.concat(given.layers().stream(), rebuilt.layers().stream())
                .map(StoredImage.Layer::name)
                .distinct()
                .<LayerDifference>mapMulti((name, differences) -> {
                    StoredImage.Layer one = here.get(name);
                    StoredImage.Layer other = there.get(name);
                    if (one == null || other == null) {
                        differences.accept(new Single(name, one == null ? "rebuilt" : "given"));
                    } else if (!one.digest().equals(other.digest())) {
                        differences.accept(files(name, given, one, rebuilt, other));
                    }
                })
                .toList();
    }

    private static Map<String, StoredImage.Layer> byName(StoredImage image) {
        return image.layers().stream().collect(Collectors.toMap(StoredImage.Layer::name, Function.identity()));
    }

    private static LayerDifference files(
            String name, StoredImage given, StoredImage.Layer one, StoredImage rebuilt, StoredImage.Layer other) {
        try {
            List<FileDifference> files = FileDifference.between(
                    ArchiveFiles.ofLayer(given.open(one)), ArchiveFiles.ofLayer(rebuilt.open(other)));
            return files.isEmpty() ? new Packing(name) : new Content(name, files);
        } catch (IOException e) {
            throw new BuildException("Could not read the layer %s: %s".formatted(name, e.getMessage()), e);
        }
    }
}
