package io.chutes.platform.server.image;

import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.PlatformJson;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What each repository holds: links to blobs and manifests, and tags. A digest that is not linked in a repository does not exist
 * for those who ask there, even if the blob is stored for another.
 */
final class Repositories {
    private static final TypeReference<TreeMap<String, String>> TAGS = new TypeReference<>() {};
    private static final byte[] NOTHING = {};

    private final Path folder;
    private final DurableFiles files;

    Repositories(Path folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** Whether a manifest was ever pushed to it. */
    boolean exists(RepositoryName name) {
        return Files.isDirectory(manifestFolder(name));
    }

    void linkBlob(RepositoryName name, Digest digest) throws IOException {
        if (!useBlob(name, digest)) {
            files.write(blob(name, digest), NOTHING);
        }
    }

    /** Whether it has a blob, which then stays in it for a while even if no manifest names it. */
    boolean useBlob(RepositoryName name, Digest digest) throws IOException {
        return files.touch(blob(name, digest));
    }

    /** Whether there was such a blob in it. */
    boolean unlinkBlob(RepositoryName name, Digest digest) throws IOException {
        return Files.deleteIfExists(blob(name, digest));
    }

    /** Removes links to blobs that are not kept and that nobody has used since; the answer is how many. */
    int sweepBlobs(RepositoryName name, Predicate<Digest> kept, Instant since) throws IOException {
        int removed = 0;
        for (Digest digest : blobs(name)) {
            if (!kept.test(digest) && files.deleteIfUntouched(blob(name, digest), since)) {
                removed++;
            }
        }
        return removed;
    }

    /** Its blobs, needed or not. */
    List<Digest> blobs(RepositoryName name) throws IOException {
        return digests(folderOf(name).resolve("_blobs"));
    }

    /** Its manifests, tagged or not. */
    List<Digest> manifests(RepositoryName name) throws IOException {
        return digests(manifestFolder(name));
    }

    /** When a manifest was last pushed to it. */
    Instant pushedAt(RepositoryName name, Digest digest) throws IOException {
        return Files.getLastModifiedTime(manifestFolder(name).resolve(digest.hex()))
                .toInstant();
    }

    Referrers referrers(RepositoryName name) {
        return new Referrers(folderOf(name).resolve("_referrers"), files);
    }

    /** All repositories, in the order of their names. */
    List<RepositoryName> all() throws IOException {
        return below(folder);
    }

    /** The repositories of an account, in the order of their names. */
    List<RepositoryName> of(String account) throws IOException {
        return below(folder.resolve(account));
    }

    private List<RepositoryName> below(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (var paths = Files.walk(top)) {
            return paths.filter(path -> path.endsWith("_blobs") || path.endsWith("_manifests"))
                    .map(path -> folder.relativize(path.resolveSibling("")).toString())
                    .distinct()
                    .sorted()
                    .flatMap(name -> RepositoryName.find(name.replace(File.separatorChar, '/')).stream())
                    .toList();
        }
    }

    private static List<Digest> digests(Path links) throws IOException {
        return DurableFiles.filesIn(links).stream()
                .flatMap(link -> Digest.ofHex(String.valueOf(link.getFileName())).stream())
                .toList();
    }

    /** Keeps a manifest, and points a tag to it if the reference is one. */
    synchronized void linkManifest(RepositoryName name, Digest digest, MediaType type, Reference reference)
            throws IOException {
        files.write(manifestFolder(name).resolve(digest.hex()), type.text().getBytes(StandardCharsets.UTF_8));
        switch (reference) {
            case Reference.Tag tag -> {
                var tags = tags(name);
                tags.put(tag.name(), digest.toString());
                write(name, tags);
            }
            case Reference.Pinned _ -> {}
        }
    }

    /** Takes a manifest out, and all tags that point to it; tells whether it was there. */
    synchronized boolean unlinkManifest(RepositoryName name, Digest digest) throws IOException {
        var tags = tags(name);
        if (tags.values().removeIf(digest.toString()::equals)) {
            write(name, tags);
        }
        return Files.deleteIfExists(manifestFolder(name).resolve(digest.hex()));
    }

    /** Forgets a tag; tells whether there was one. */
    synchronized boolean untag(RepositoryName name, Reference.Tag tag) throws IOException {
        var tags = tags(name);
        boolean was = tags.remove(tag.name()) != null;
        if (was) {
            write(name, tags);
        }
        return was;
    }

    /** The media type under which a manifest was pushed, if it was. */
    Optional<MediaType> manifestType(RepositoryName name, Digest digest) throws IOException {
        Path link = manifestFolder(name).resolve(digest.hex());
        return Files.isRegularFile(link) ? MediaType.find(Files.readString(link)) : Optional.empty();
    }

    /** The manifest that a tag points to. */
    Optional<Digest> tagged(RepositoryName name, Reference.Tag tag) throws IOException {
        return Optional.ofNullable(tags(name).get(tag.name())).map(Digest::parse);
    }

    /** All tags with their digests, in the order of their letters. */
    SortedMap<String, String> tags(RepositoryName name) throws IOException {
        Path file = tagFile(name);
        return Files.isRegularFile(file) ? PlatformJson.mapper().readValue(file.toFile(), TAGS) : new TreeMap<>();
    }

    private void write(RepositoryName name, SortedMap<String, String> tags) throws IOException {
        files.write(tagFile(name), PlatformJson.mapper().writeValueAsBytes(tags));
    }

    // No part of a name begins with an underscore, so these never meet a repository further down.

    private Path blob(RepositoryName name, Digest digest) {
        return folderOf(name).resolve("_blobs").resolve(digest.hex());
    }

    private Path manifestFolder(RepositoryName name) {
        return folderOf(name).resolve("_manifests");
    }

    /** One file for all tags: their letters may be upper or lower case, which not every file system tells apart. */
    private Path tagFile(RepositoryName name) {
        return folderOf(name).resolve("_tags.json");
    }

    private Path folderOf(RepositoryName name) {
        return folder.resolve(name.account()).resolve(name.path());
    }
}
