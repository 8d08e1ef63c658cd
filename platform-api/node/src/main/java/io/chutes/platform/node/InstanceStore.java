package io.chutes.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
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
            try (var channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(PlatformJson.mapper().writeValueAsBytes(record)));
                channel.force(true);
            }
            Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the state of instance " + record.id(), e);
        }
    }

    /** Every record that can be read; what cannot is moved aside. */
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
        try (Stream<Path> files = Files.walk(folder(id))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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
            return moveAside(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private static Optional<InstanceRecord> moveAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(FILE + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not move " + file + " aside", e);
        }
    }
}
