package io.chutes.platform.server.image;

import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import java.io.IOException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what accounts have pushed. Each is made within the transaction that writes its event. Who deletes
 * an image and who makes a version of it take one lock, in the database: a version never lacks its image. So do who deletes a blob of
 * a repository and who pushes a manifest to it: a manifest never lacks its blobs.
 */
public final class ImageChanges {
    private static final String ALONE = "select pg_advisory_xact_lock(hashtextextended(:name, 0))";
    private static final String MANY_DEPLOY = "select pg_advisory_xact_lock_shared(hashtextextended(:name, 0))";

    private final Jdbi jdbi;
    private final Images images;
    private final ImagePins pins;

    /**
     * Changes of those images.
     *
     * @param pins which of them cannot be deleted
     */
    public ImageChanges(Jdbi jdbi, Images images, ImagePins pins) {
        this.jdbi = jdbi;
        this.images = images;
        this.pins = pins;
    }

    /** Whether an image is there; if so, nobody deletes it until the transaction ends. */
    public boolean keep(Handle handle, String repository, String digest) {
        lock(handle, MANY_DEPLOY, repository + "@" + digest);
        return images.has(repository, digest);
    }

    /** Keeps a manifest that somebody pushes. */
    Manifests.Kept push(
            Principal by, RepositoryName name, Reference reference, byte[] content, @Nullable String contentType)
            throws IOException {
        return jdbi.inTransaction(handle -> {
            lock(handle, ALONE, name.toString());
            Manifests.Kept kept = images.manifests().write(name, reference, content, contentType);
            Events.record(
                    handle,
                    Occurrence.of(
                                    by.accountId(),
                                    "image.pushed",
                                    "%s was pushed as %s".formatted(name, reference.text()))
                            .with("image", name + "@" + kept.digest())
                            .with("reference", reference.text()));
            return kept;
        });
    }

    /** Forgets a tag; tells whether there was one. */
    boolean untag(Principal by, RepositoryName name, Reference.Tag tag) throws IOException {
        return jdbi.inTransaction(handle -> {
            boolean was = images.repositories().untag(name, tag);
            if (was) {
                Events.record(
                        handle,
                        Occurrence.of(
                                        by.accountId(),
                                        "image.untagged",
                                        "The tag %s of %s was deleted".formatted(tag.name(), name))
                                .with("repository", name)
                                .with("tag", tag.name()));
            }
            return was;
        });
    }

    /**
     * Takes a manifest out; tells whether it was there.
     *
     * @param refusal what to throw if something needs it, given what that is, in words
     */
    boolean delete(
            Principal by, RepositoryName name, Digest digest, Function<String, ? extends RuntimeException> refusal)
            throws IOException {
        String image = name + "@" + digest;
        return jdbi.inTransaction(handle -> {
            lock(handle, ALONE, image);
            var needing = pins.needing(image);
            if (needing.isPresent()) {
                throw refusal.apply(needing.get());
            }
            boolean was = images.manifests().delete(name, digest);
            if (was) {
                Events.record(
                        handle,
                        Occurrence.of(by.accountId(), "image.deleted", "The image %s was deleted".formatted(image))
                                .with("image", image));
            }
            return was;
        });
    }

    /**
     * Takes a blob out; tells whether it was there.
     *
     * @throws RegistryException 409 if a manifest names it
     */
    boolean deleteBlob(RepositoryName name, Digest digest) throws IOException {
        return jdbi.inTransaction(handle -> {
            lock(handle, ALONE, name.toString());
            if (images.manifests().named(name).containsKey(digest)) {
                throw new RegistryException(
                        409,
                        ErrorCode.DENIED,
                        "Blob " + digest + " stays: a manifest of " + name + " names it; delete that first");
            }
            return images.repositories().unlinkBlob(name, digest);
        });
    }

    /** Locks an image, or a whole repository. */
    private static void lock(Handle handle, String how, String name) {
        handle.createQuery(how).bind("name", name).mapTo(String.class).one();
    }
}
