package io.chutes.platform.node.engine;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.chutes.platform.node.image.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images of a Docker Engine a node has had pulled, and when it used each: a note of each in a folder, made before the pull,
 * since the Engine tells neither. Nobody else's are ever removed.
 */
final class PulledImages {
    private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);

    private final Path folder;
    private final DockerHost docker;
    private final RegistryClient registry;
    private final long limit;
    private final Map<String, Integer> uses = new ConcurrentHashMap<>();

    /**
     * Those of a node.
     *
     * @param limit the bytes that they may take up, a layer counted for each image that has it
     */
    PulledImages(Path folder, DockerHost docker, RegistryClient registry, long limit) {
        this.folder = folder;
        this.docker = docker;
        this.registry = registry;
        this.limit = limit;
    }

    /** An image is used from now on. */
    void hold(String name) {
        uses.merge(name, 1, Integer::sum);
        try {
            Files.createDirectories(folder);
            Files.writeString(file(name), name);
        } catch (IOException e) {
            release(name);
            throw new UncheckedIOException("Could not note the use of " + name, e);
        }
    }

    void release(String name) {
        try {
            if (Files.exists(file(name))) {
                Files.setLastModifiedTime(file(name), FileTime.from(Instant.now()));
            }
        } catch (IOException e) {
            LOG.warn("Could not note that {} was used", name, e);
        } finally {
            uses.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Removes the one used first of all, and the next, until the rest fit. */
    void makeRoom() {
        try {
            List<Note> notes = oldestFirst();
            long bytes = 0;
            for (Note note : notes) {
                bytes += size(note.name());
            }
            for (Note note : notes) {
                if (bytes <= limit) {
                    return;
                }
                if (!uses.containsKey(note.name())) {
                    bytes -= remove(note.name());
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not make room for images: {}", DockerHost.words(e));
        }
    }

    /** The bytes that it took up; none if it stays, since another's container runs from it. */
    private long remove(String name) throws IOException {
        long bytes = size(name);
        try {
            docker.client().removeImageCmd(name).exec();
        } catch (ConflictException e) {
            LOG.debug("The image {} is used by others too", name, e);
            return 0;
        } catch (NotFoundException e) {
            LOG.debug("The image {} was removed by somebody else", name, e);
        }
        LOG.info("Removed the image {}, from which nothing runs, to make room", name);
        registry.forgetImage(name.substring(name.indexOf('@') + 1));
        Files.deleteIfExists(file(name));
        return bytes;
    }

    private long size(String name) {
        try {
            Long size = docker.client().inspectImageCmd(name).exec().getSize();
            return size == null ? 0 : size;
        } catch (NotFoundException e) {
            return 0;
        }
    }

    /** Two repositories may have the same image, and a registry another address tomorrow. */
    private Path file(String name) {
        return folder.resolve(name.replaceAll("[^A-Za-z0-9.-]", "_"));
    }

    private List<Note> oldestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Note> notes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                notes.add(new Note(Files.readString(file), Files.getLastModifiedTime(file)));
            }
        }
        notes.sort(Comparator.comparing(Note::used));
        return notes;
    }

    /** An image, and when it was used last. */
    private record Note(String name, FileTime used) {}
}
