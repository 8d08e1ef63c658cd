package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadsTest {
    private static final RepositoryName NAME = new RepositoryName("alice", "minilm");
    private static final Digest HELLO_WORLD = Digest.of("hello world".getBytes(UTF_8));

    @TempDir
    Path folder;

    private BlobStore blobs;
    private Uploads uploads;

    @BeforeEach
    void open() throws IOException {
        blobs = new BlobStore(folder.resolve("blobs"), DurableFiles.in(folder.resolve("staging")));
        uploads = Uploads.in(folder.resolve("uploads"), blobs, Instant.now());
    }

    @Test
    void makesABlobOfItsChunks() throws IOException {
        String id = uploads.start(NAME);

        assertThat(append(id, "hello ")).isEqualTo(6);
        assertThat(append(id, "world")).isEqualTo(11);
        uploads.finish(NAME, id, HELLO_WORLD);

        assertThat(blobs.find(HELLO_WORLD).orElseThrow()).hasContent("hello world");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void keepsNothingOfAnUploadWithAnotherDigest() throws IOException {
        String id = uploads.start(NAME);
        append(id, "hello mars");

        var refused = catchThrowableOfType(RegistryException.class, () -> uploads.finish(NAME, id, HELLO_WORLD));

        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.DIGEST_INVALID);
        assertThat(blobs.find(HELLO_WORLD)).isEmpty();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
        assertUnknown(NAME, id);
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        String id = uploads.start(NAME);
        append(id, "hello ");

        open();

        assertThat(uploads.size(NAME, id)).isEqualTo(6);
        append(id, "world");
        uploads.finish(NAME, id, HELLO_WORLD);
        assertThat(blobs.find(HELLO_WORLD)).isPresent();
    }

    @Test
    void keepsWhatCameBeforeTheSenderBrokeOff() throws IOException {
        String id = uploads.start(NAME);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream("hello ".getBytes(UTF_8)), new Gone());

        var refused =
                catchThrowableOfType(RegistryException.class, () -> uploads.append(NAME, id, broken, Optional.empty()));

        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.SIZE_INVALID);

        assertThat(uploads.size(NAME, id)).isEqualTo(6);
        append(id, "world");
        uploads.finish(NAME, id, HELLO_WORLD);
        assertThat(blobs.find(HELLO_WORLD)).isPresent();
    }

    @Test
    void takesChunksInOrderOnly() throws IOException {
        String id = uploads.start(NAME);
        append(id, "hello ");

        for (var range : new ChunkRange[] {new ChunkRange(7, 11), new ChunkRange(0, 4)}) {
            var refused = catchThrowableOfType(RegistryException.class, () -> append(id, "world", range));
            assertThat(refused.status()).isEqualTo(416);
        }

        assertThat(append(id, "world", new ChunkRange(6, 10))).isEqualTo(11);
        uploads.finish(NAME, id, HELLO_WORLD);
    }

    @Test
    void takesNothingOfAChunkOfAnotherLength() throws IOException {
        String id = uploads.start(NAME);
        append(id, "hello ");

        for (String chunk : new String[] {"wor", "world!", ""}) {
            var refused = catchThrowableOfType(RegistryException.class, () -> append(id, chunk, new ChunkRange(6, 10)));
            assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.SIZE_INVALID);
            assertThat(uploads.size(NAME, id)).isEqualTo(6);
        }

        append(id, "world", new ChunkRange(6, 10));
        uploads.finish(NAME, id, HELLO_WORLD);
        assertThat(blobs.find(HELLO_WORLD).orElseThrow()).hasContent("hello world");
    }

    @Test
    void belongsToOneRepository() throws IOException {
        String id = uploads.start(NAME);

        assertUnknown(new RepositoryName("bobby", "minilm"), id);
        assertUnknown(NAME, "../" + id);
        assertUnknown(NAME, "f3a9a2a2-6a50-4a0b-8a9b-2d1c3b5f7e11");
    }

    @Test
    void endsWhenItIsCancelled() throws IOException {
        String id = uploads.start(NAME);
        append(id, "hello ");

        uploads.cancel(NAME, id);

        assertUnknown(NAME, id);
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void removesUploadsThatRestedForADay() throws IOException {
        String old = uploads.start(NAME);
        String young = uploads.start(NAME);
        Path data = folder.resolve("uploads").resolve(old).resolve("data");
        Files.setLastModifiedTime(data, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        open();

        assertUnknown(NAME, old);
        assertThat(uploads.size(NAME, young)).isZero();
    }

    @Test
    void neverShowsABlobThatWasNotMoved() throws IOException {
        // What a kill between writing and moving leaves behind.
        Path leftover = folder.resolve("staging").resolve("8b7f");
        Files.writeString(leftover, "hello wor");
        String id = uploads.start(NAME);
        append(id, "hello world");

        assertThat(blobs.find(HELLO_WORLD)).isEmpty();
        open();

        assertThat(leftover).doesNotExist();
        assertThat(blobs.find(HELLO_WORLD)).isEmpty();
        assertThat(uploads.size(NAME, id)).isEqualTo(11);
    }

    @Test
    void takesTheSameBlobFromManyAtOnce() throws Exception {
        int senders = 8;
        byte[] content = "x".repeat(300_000).getBytes(UTF_8);
        Digest digest = Digest.of(content);
        var together = new CyclicBarrier(senders);
        var sent = new ArrayList<Future<?>>();

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < senders; i++) {
                sent.add(executor.submit(() -> {
                    String id = uploads.start(NAME);
                    uploads.append(NAME, id, new ByteArrayInputStream(content), Optional.empty());
                    together.await();
                    uploads.finish(NAME, id, digest);
                    return id;
                }));
            }
        }

        for (Future<?> each : sent) {
            each.get();
        }
        assertThat(blobs.find(digest).orElseThrow()).hasBinaryContent(content);
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void keepsAnEmptyBlob() throws IOException {
        Digest empty = Digest.of(new byte[0]);
        String id = uploads.start(NAME);

        uploads.finish(NAME, id, empty);

        assertThat(empty.hex()).startsWith("e3b0c442");
        assertThat(blobs.find(empty).orElseThrow()).isEmptyFile();
    }

    private long append(String id, String text) throws IOException {
        return uploads.append(NAME, id, new ByteArrayInputStream(text.getBytes(UTF_8)), Optional.empty());
    }

    private long append(String id, String text, ChunkRange range) throws IOException {
        return uploads.append(NAME, id, new ByteArrayInputStream(text.getBytes(UTF_8)), Optional.of(range));
    }

    private void assertUnknown(RepositoryName name, String id) {
        var refused = catchThrowableOfType(RegistryException.class, () -> uploads.size(name, id));
        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.BLOB_UPLOAD_UNKNOWN);
    }

    /** The connection of a sender that has left. */
    private static final class Gone extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("The sender has left");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("The sender has left");
        }
    }
}
