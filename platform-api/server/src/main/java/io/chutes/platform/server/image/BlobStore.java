package io.chutes.platform.server.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** All blobs of all repositories, each once, in files named by their digest. Who may read one is not known here. */
final class BlobStore {
    private final Path folder;
    private final DurableFiles files;

    BlobStore(Path folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** The file of a blob. It never changes; do not write to it. */
    Optional<Path> find(Digest digest) {
        Path file = file(digest);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Keeps a small blob. */
    Digest write(byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        if (find(digest).isEmpty()) {
            files.write(file(digest), content);
        }
        return digest;
    }

    /** Keeps a file that holds exactly the bytes of this digest; the file moves. */
    void adopt(Path written, Digest digest) throws IOException {
        // A blob that is there already is replaced by its equal: readers keep the file that they have open.
        DurableFiles.publish(written, file(digest));
    }

    private Path file(Digest digest) {
        return folder.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }
}
