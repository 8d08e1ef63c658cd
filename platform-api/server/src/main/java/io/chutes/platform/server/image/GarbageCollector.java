package io.chutes.platform.server.image;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody can reach: uploads that rest, blobs that no manifest names, and bytes that no repository has. Whatever was
 * pushed, asked for or mounted within the grace stays, since a client that found it there is about to name it.
 */
final class GarbageCollector {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

    /** Longer than any client takes from asking for a blob to pushing the manifest that names it. */
    static final Duration GRACE = Duration.ofHours(24);

    private final BlobStore blobs;
    private final Uploads uploads;
    private final Repositories repositories;
    private final Manifests manifests;

    GarbageCollector(BlobStore blobs, Uploads uploads, Repositories repositories, Manifests manifests) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.repositories = repositories;
        this.manifests = manifests;
    }

    /** One collection, while clients push and pull. */
    Collected collect(Instant now) throws IOException {
        Instant since = now.minus(GRACE);
        int expired = uploads.removeExpired(now);
        int links = 0;
        for (RepositoryName name : repositories.all()) {
            try {
                // A manifest that comes after this has first touched what it names.
                Set<Digest> named = manifests.named(name).keySet();
                links += repositories.sweepBlobs(name, named::contains, since);
            } catch (IOException | RuntimeException e) {
                LOG.error("What the manifests of {} name cannot be read: all its blobs stay", name, e);
            }
        }
        Set<Digest> linked = new HashSet<>();
        for (RepositoryName name : repositories.all()) {
            linked.addAll(repositories.blobs(name));
            linked.addAll(repositories.manifests(name));
        }
        var collected = new Collected(expired, links, blobs.sweep(linked::contains, since));
        if (!collected.equals(Collected.NOTHING)) {
            LOG.info("{}", collected);
        }
        return collected;
    }

    /**
     * Takes out the images of accounts that are gone, as far as they can be read; collections take their bytes.
     *
     * @param gone which of these accounts are
     */
    void forget(UnaryOperator<Set<String>> gone) throws IOException {
        List<RepositoryName> all = repositories.all();
        Set<String> accounts =
                gone.apply(all.stream().map(RepositoryName::account).collect(Collectors.toSet()));
        for (RepositoryName name : all) {
            if (accounts.contains(name.account())) {
                for (Digest digest : repositories.manifests(name)) {
                    forget(name, digest);
                }
            }
        }
    }

    private void forget(RepositoryName name, Digest digest) {
        try {
            manifests.delete(name, digest);
        } catch (IOException | RuntimeException e) {
            LOG.error("The image {}@{} of an account that is gone could not be taken out whole", name, digest, e);
        }
    }

    /**
     * What was removed.
     *
     * @param uploads uploads that rested
     * @param links blobs of repositories that no manifest there names
     * @param blobs blobs that no repository has
     */
    record Collected(int uploads, int links, int blobs) {
        static final Collected NOTHING = new Collected(0, 0, 0);
    }
}
