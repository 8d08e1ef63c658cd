package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which repository holds what: small files that name blobs, manifests and tags. A blob can be read only through a repository
 * that links to it, so that knowing a digest is not enough.
 */
final class Repositories {
    private final Path folder;

    Repositories(Path root) {
        this.folder = root.resolve("repositories");
    }

    void linkBlob(RepositoryName name, Digest digest) {
        write(file(name, "blobs", digest.hex()), "");
    }

    boolean hasBlob(RepositoryName name, Digest digest) {
        return Files.exists(file(name, "blobs", digest.hex()));
    }

    void linkManifest(RepositoryName name, Digest digest, String mediaType) {
        write(file(name, "manifests", digest.hex()), mediaType);
    }

    /** The media type of a manifest, if the repository has it. */
    Optional<String> manifest(RepositoryName name, Digest digest) {
        return read(file(name, "manifests", digest.hex()));
    }

    void tag(RepositoryName name, String tag, Digest digest) {
        write(file(name, "tags", tag), digest.toString());
    }

    /** The manifest that a tag or a digest names. */
    Optional<Digest> resolve(RepositoryName name, Reference reference) {
        return switch (reference) {
            case Reference.Tag(String tag) -> read(file(name, "tags", tag)).map(Digest::parse);
            case Reference.Pinned(Digest digest) -> Optional.of(digest);
        };
    }

    boolean exists(RepositoryName name) {
        return Files.isDirectory(home(name));
    }

    List<String> tags(RepositoryName name) {
        Path tags = home(name).resolve("tags");
        if (!Files.isDirectory(tags)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(tags)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the tags of " + name, e);
        }
    }

    private Path file(RepositoryName name, String kind, String file) {
        return home(name).resolve(kind).resolve(file);
    }

    /** No component of a name begins with an underscore, so this folder is no repository's. */
    private Path home(RepositoryName name) {
        return folder.resolve(name.toString()).resolve("_links");
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling("_" + UUID.randomUUID());
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }
}
