package io.chutes.platform.node.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images from which nothing runs now: they are kept as long as there is room, those used last the longest. */
final class UnusedImages {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedImages.class);

    private final Path images;
    private final LayerStore layers;
    private final RegistryClient registry;
    private final long limit;
    private final Map<String, Integer> uses = new ConcurrentHashMap<>();

    /**
     * Those of a folder of images.
     *
     * @param limit the bytes that layers may take up
     */
    UnusedImages(Path images, LayerStore layers, RegistryClient registry, long limit) {
        this.images = images;
        this.layers = layers;
        this.registry = registry;
        this.limit = limit;
    }

    /** Something runs from an image from now on. */
    void hold(String hex) throws IOException {
        uses.merge(hex, 1, Integer::sum);
        touch(hex);
    }

    void release(String hex) throws IOException {
        try {
            touch(hex); // as long as it is held: another who makes room may remove it from then on
        } finally {
            uses.computeIfPresent(hex, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void touch(String hex) throws IOException {
        Files.setLastModifiedTime(images.resolve(hex), FileTime.from(Instant.now()));
    }

    /** Removes the one used first of all, and the next, until the layers that are left fit. */
    void makeRoom() {
        try {
            if (layers.bytes() <= limit) {
                return;
            }
            List<String> kept = new ArrayList<>(oldestFirst());
            layers.keep(layersOf(kept)); // those of images that never became whole go first
            for (String hex : List.copyOf(kept)) {
                if (layers.bytes() <= limit) {
                    return;
                }
                if (!uses.containsKey(hex)) {
                    LOG.info("Removing the image {}, from which nothing runs, to make room", hex);
                    FileTree.discard(images.resolve(hex));
                    registry.forgetImage(ImageReference.digest(hex));
                    kept.remove(hex);
                    layers.keep(layersOf(kept));
                }
            }
        } catch (IOException e) {
            LOG.warn("Could not make room for images in {}", images, e);
        }
    }

    private Set<String> layersOf(List<String> images) throws IOException {
        var all = new ArrayList<OciImage.Layer>();
        for (String hex : images) {
            all.addAll(registry.layersOf(ImageReference.digest(hex)));
        }
        return all.stream().map(OciImage.Layer::hex).collect(Collectors.toSet());
    }

    private List<String> oldestFirst() throws IOException {
        Map<String, FileTime> lastUsed = new TreeMap<>();
        for (Path home : FileTree.finished(images)) {
            lastUsed.put(String.valueOf(home.getFileName()), Files.getLastModifiedTime(home));
        }
        return lastUsed.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
