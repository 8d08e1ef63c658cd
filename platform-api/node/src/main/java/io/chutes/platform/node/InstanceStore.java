package io.chutes.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.node.image.FileTree;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of a node's instances on disk: each in a folder of its own, written whole or not at all. */
final class InstanceStore {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceStore.class);
    private static final String FILE = "instance.json";

    private final Path folder;

    InstanceStore(Path folder) {
        this.folder = folder;
    }

    /** The folder of one instance, for its engine's use too. */
    Path folder(String id) {
        return folder.resolve(id);
    }

    void save(InstanceRecord record) {
        try {
            Path home = Files.createDirectories(folder(record.id()));
            Path fresh = home.resolve(FILE + ".new");
            // Not a channel: that one would close if the thread that keeps the state is interrupted to stop its
            // instance.
            try (var out = new FileOutputStream(fresh.toFile())) {
                out.write(PlatformJson.mapper().writeValueAsBytes(record));
                out.getFD().sync();
            }
            Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the state of instance " + record.id(), e);
        }
    }

    /** Every record. One that cannot be read is moved aside; its instance has failed, so that it is not run twice. */
    List<InstanceRecord> all() {
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(Files::isDirectory)
                    .sorted()
                    .flatMap(home -> read(home).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }

    void delete(String id) {
        try {
            FileTree.delete(folder(id));
        } catch (IOException e) {
            LOG.warn("Could not remove what instance {} left in {}", id, folder(id), e);
        }
    }

    private static Optional<InstanceRecord> read(Path home) {
        Path file = home.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(PlatformJson.mapper().readValue(Files.readAllBytes(file), InstanceRecord.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            LOG.error("The state of an instance cannot be read and is moved aside: {}", file, e);
            moveAside(file);
            return Optional.of(InstanceRecord.ordered(String.valueOf(home.getFileName()))
                    .at(InstanceStatus.FAILED, "its state on the node could not be read"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private static void moveAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(FILE + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not move " + file + " aside", e);
        }
    }
}
