package io.chutes.platform.server.image;

import io.chutes.platform.server.image.ImageManifest.Descriptor;
import io.chutes.platform.server.image.ImageManifest.Referral;
import io.chutes.platform.server.image.RegistryException.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
    Kept write(RepositoryName name, Reference reference, byte[] content, @Nullable String contentType)
            throws IOException {
        ImageManifest manifest = ManifestReader.read(content, contentType);
        Digest digest = digest(reference, content);
        requireParts(name, manifest);
        blobs.write(digest, content);
        @Nullable Referral referral = manifest.referral();
        if (referral != null) {
            var referrer = new Referrers.Referrer(
                    manifest.type().text(),
                    digest.toString(),
                    content.length,
                    referral.artifactType(),
                    referral.annotations());
            repositories.referrers(name).add(referral.subject(), referrer);
        }
        repositories.linkManifest(name, digest, manifest.type(), reference);
        return new Kept(digest, referral == null ? null : referral.subject());
    }

    private static Digest digest(Reference reference, byte[] content) {
        return switch (reference) {
            case Reference.Tag _ -> Digest.of(content);
            case Reference.Pinned(Digest expected) -> {
                Digest digest = expected.algorithm().of(content);
                if (!expected.equals(digest)) {
                    throw new RegistryException(
                            ErrorCode.DIGEST_INVALID, "The manifest received is " + digest + ", not " + expected);
                }
                yield digest;
            }
        };
    }

    /** Takes a manifest out of a repository with its tags and its reference to another; tells whether it was there. */
    boolean delete(RepositoryName name, Digest digest) throws IOException {
        Optional<Stored> stored = find(name, digest);
        if (stored.isEmpty()) {
            return false;
        }
        boolean deleted = repositories.unlinkManifest(name, digest);
        @Nullable Referral referral = read(stored.get()).referral();
        if (referral != null) {
            repositories.referrers(name).remove(referral.subject(), digest);
        }
        return deleted;
    }

    /** All that the manifests of a repository name: configurations, layers and other manifests, each with its size. */
    Map<Digest, Long> named(RepositoryName name) throws IOException {
        Map<Digest, Long> named = new HashMap<>();
        for (Digest digest : repositories.manifests(name)) {
            parts(name, digest).forEach(part -> named.put(part.digest(), part.size()));
        }
        return named;
    }

    /** What one manifest names. */
    List<Descriptor> parts(RepositoryName name, Digest digest) throws IOException {
        Optional<Stored> stored = find(name, digest);
        return stored.isEmpty() ? List.of() : parts(read(stored.get()));
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
        return switch (read(stored.get())) {
            case ImageManifest.Image image -> blobs.find(image.config().digest());
            case ImageManifest.Index _ -> Optional.empty();
        };
    }

    private static ImageManifest read(Stored stored) throws IOException {
        return ManifestReader.read(
                Files.readAllBytes(stored.file()), stored.type().text());
    }

    Optional<Stored> find(RepositoryName name, Digest digest) throws IOException {
        Optional<MediaType> type = repositories.manifestType(name, digest);
        return type.isEmpty() ? Optional.empty() : blobs.find(digest).map(file -> new Stored(type.get(), digest, file));
    }

    private void requireParts(RepositoryName name, ImageManifest manifest) throws IOException {
        List<Complaint> missing = new ArrayList<>();
        for (Descriptor part : parts(manifest)) {
            Optional<Path> file =
                    switch (manifest) {
                        case ImageManifest.Image _ ->
                            repositories.useBlob(name, part.digest()) ? blobs.use(part.digest()) : Optional.empty();
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

    /**
     * A manifest that is now kept.
     *
     * @param subject the manifest that it refers to, null for none
     */
    record Kept(Digest digest, @Nullable Digest subject) {}

    /** A manifest as it was pushed. */
    record Stored(MediaType type, Digest digest, Path file) {}
}
