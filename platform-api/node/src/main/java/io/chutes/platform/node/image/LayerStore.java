package io.chutes.platform.node.image;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The layers of a node's images, each unpacked once, whatever images it is a part of. One appears under its digest when it is whole. */
final class LayerStore {
    private static final Logger LOG = LoggerFactory.getLogger(LayerStore.class);

    private final Path folder;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    LayerStore(Path folder) {
        this.folder = folder;
    }

    /** A layer as it was made; nothing if it is not there, or damaged. */
    Optional<UnpackedLayer> find(String hex) throws IOException {
        Path home = folder.resolve(hex);
        try {
            UnpackedLayer layer = UnpackedLayer.in(home);
            if (layer.isIntact()) {
                return Optional.of(layer);
            }
            LOG.warn("Files of the layer {} are not what they were: it is made anew", hex);
        } catch (NoSuchFileException e) {
            LOG.debug("The layer {} is not there", hex);
        } catch (JacksonException e) {
            LOG.warn("The layer {} has no readable list of its files: it is made anew", hex, e);
        }
        return Optional.empty();
    }

    /** Takes a layer in, in place of a damaged one if there is one. */
    UnpackedLayer add(String hex, Path archive, boolean isCompressed) throws IOException {
        Path home = folder.resolve(hex);
        Path fresh = FileTree.unfinished(folder);
        try {
            UnpackedLayer layer = UnpackedLayer.of(archive, isCompressed, fresh, LayerLimits.USUAL);
            FileTree.discard(home);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            return new UnpackedLayer(home, layer.entries());
        } finally {
            FileTree.delete(fresh);
        }
    }

    /** What their files take up. */
    long bytes() throws IOException {
        long all = 0;
        for (String hex : layers()) {
            Long known = sizes.get(hex);
            if (known == null) {
                known = find(hex).map(UnpackedLayer::bytes).orElse(0L);
                sizes.put(hex, known);
            }
            all += known;
        }
        return all;
    }

    /** Removes the others. */
    void keep(Set<String> wanted) throws IOException {
        for (String hex : layers()) {
            if (!wanted.contains(hex)) {
                FileTree.discard(folder.resolve(hex));
                sizes.remove(hex);
            }
        }
    }

    /** Removes what an agent that was killed had begun to unpack. */
    void removeHalfDone() throws IOException {
        FileTree.deleteUnfinished(folder);
    }

    private List<String> layers() throws IOException {
        return FileTree.finished(folder).stream()
                .map(home -> String.valueOf(home.getFileName()))
                .toList();
    }
}
