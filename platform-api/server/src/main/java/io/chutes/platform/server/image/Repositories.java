package io.chutes.platform.server.image;

import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
        return Files.isDirectory(manifests(name));
    }

    void linkBlob(RepositoryName name, Digest digest) throws IOException {
        if (!hasBlob(name, digest)) {
            files.write(blob(name, digest), NOTHING);
        }
    }

    boolean hasBlob(RepositoryName name, Digest digest) {
        return Files.isRegularFile(blob(name, digest));
    }

    void linkManifest(RepositoryName name, Digest digest, MediaType type) throws IOException {
        files.write(manifests(name).resolve(digest.hex()), type.text().getBytes(StandardCharsets.UTF_8));
    }

    /** The media type under which a manifest was pushed, if it was. */
    Optional<MediaType> manifestType(RepositoryName name, Digest digest) throws IOException {
        Path link = manifests(name).resolve(digest.hex());
        return Files.isRegularFile(link) ? MediaType.find(Files.readString(link)) : Optional.empty();
    }

    /** Points a tag to a manifest. */
    synchronized void tag(RepositoryName name, Reference.Tag tag, Digest digest) throws IOException {
        var tags = tags(name);
        tags.put(tag.name(), digest.toString());
        files.write(tagFile(name), PlatformJson.mapper().writeValueAsBytes(tags));
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

    // No part of a name begins with an underscore, so these never meet a repository further down.

    private Path blob(RepositoryName name, Digest digest) {
        return folderOf(name).resolve("_blobs").resolve(digest.hex());
    }

    private Path manifests(RepositoryName name) {
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
