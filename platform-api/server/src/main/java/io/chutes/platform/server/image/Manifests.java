package io.chutes.platform.server.image;

import io.chutes.platform.server.image.ImageManifest.Descriptor;
import io.chutes.platform.server.image.RegistryException.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The manifests of all repositories. One is only ever kept after all that it names. */
final class Manifests {
    private final BlobStore blobs;
    private final Repositories repositories;

    Manifests(BlobStore blobs, Repositories repositories) {
        this.blobs = blobs;
        this.repositories = repositories;
    }

    /** Keeps a manifest under a tag or under its digest only. */
    Digest write(RepositoryName name, Reference reference, byte[] content, @Nullable String contentType)
            throws IOException {
        ImageManifest manifest = ManifestReader.read(content, contentType);
        Digest digest = Digest.of(content);
        if (reference instanceof Reference.Pinned(Digest expected) && !expected.equals(digest)) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID, "The manifest received is " + digest + ", not " + expected);
        }
        requireParts(name, manifest);
        blobs.write(content);
        repositories.linkManifest(name, digest, manifest.type());
        switch (reference) {
            case Reference.Tag tag -> repositories.tag(name, tag, digest);
            case Reference.Pinned _ -> {}
        }
        return digest;
    }

    /** The manifest that a tag or digest names in a repository. */
    Optional<Stored> find(RepositoryName name, Reference reference) throws IOException {
        Optional<Digest> digest =
                switch (reference) {
                    case Reference.Tag tag -> repositories.tagged(name, tag);
                    case Reference.Pinned(Digest pinned) -> Optional.of(pinned);
                };
        return digest.isEmpty() ? Optional.empty() : find(name, digest.get());
    }

    /** The configuration of an image; an index has none of its own. */
    Optional<Path> config(RepositoryName name, Digest digest) throws IOException {
        Optional<Stored> stored = find(name, digest);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = Files.readAllBytes(stored.get().file());
        return switch (ManifestReader.read(content, stored.get().type().text())) {
            case ImageManifest.Image image -> blobs.find(image.config().digest());
            case ImageManifest.Index _ -> Optional.empty();
        };
    }

    private Optional<Stored> find(RepositoryName name, Digest digest) throws IOException {
        Optional<MediaType> type = repositories.manifestType(name, digest);
        return type.isEmpty() ? Optional.empty() : blobs.find(digest).map(file -> new Stored(type.get(), digest, file));
    }

    private void requireParts(RepositoryName name, ImageManifest manifest) throws IOException {
        List<Complaint> missing = new ArrayList<>();
        for (Descriptor part : parts(manifest)) {
            Optional<Path> file =
                    switch (manifest) {
                        case ImageManifest.Image _ ->
                            repositories.hasBlob(name, part.digest()) ? blobs.find(part.digest()) : Optional.empty();
                        case ImageManifest.Index _ -> find(name, part.digest()).map(Stored::file);
                    };
            if (file.isEmpty()) {
                missing.add(new Complaint(
                        ErrorCode.MANIFEST_BLOB_UNKNOWN,
                        "The manifest names " + part.digest() + ", which was not pushed to " + name,
                        Map.of("digest", part.digest().toString())));
            } else if (Files.size(file.get()) != part.size()) {
                throw new RegistryException(
                        ErrorCode.MANIFEST_INVALID,
                        "The manifest says that " + part.digest() + " has " + part.size() + " bytes; it has "
                                + Files.size(file.get()));
            }
        }
        if (!missing.isEmpty()) {
            throw RegistryException.of(missing);
        }
    }

    private static List<Descriptor> parts(ImageManifest manifest) {
        return switch (manifest) {
            case ImageManifest.Image image ->
                Stream.concat(Stream.of(image.config()), image.layers().stream())
                        .distinct()
                        .toList();
            case ImageManifest.Index index -> index.manifests();
        };
    }

    /** A manifest as it was pushed. */
    record Stored(MediaType type, Digest digest, Path file) {}
}
