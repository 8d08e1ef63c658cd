package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/** One blob on its way in. Its bytes are hashed as they are written; one thread at a time adds to it. */
final class Upload {
    private static final int BUFFER = 64 * 1024;

    private final Path data;
    private MessageDigest hasher = Digest.hasher();
    private long size;
    private boolean hashed;
    private boolean ended;

    /** An upload whose bytes so far, if any, are in that file. */
    Upload(Path data) {
        this.data = data;
    }

    /** How many bytes have arrived. */
    synchronized long size() throws IOException {
        requireHashed();
        return size;
    }

    /** Adds bytes. If fewer or more come than the range says, none is kept; if the sender breaks off, those that came are. */
    synchronized void append(InputStream body, Optional<ChunkRange> range) throws IOException {
        requireHashed();
        if (range.isEmpty()) {
            receive(body, Long.MAX_VALUE);
            return;
        }
        if (range.get().first() != size) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    "The next byte of this upload is " + size + ", but the chunk starts at "
                            + range.get().first());
        }
        long start = size;
        // One byte more than announced is enough to know that there are too many.
        receive(body, range.get().length() + 1);
        if (size - start != range.get().length()) {
            truncate(start);
            throw new RegistryException(
                    ErrorCode.SIZE_INVALID,
                    "Content-Range says " + range.get().length() + " bytes, but the body has another length");
        }
    }

    /** Hands the bytes over to the store if they are what the digest says; else they are gone. */
    synchronized void complete(Digest expected, BlobStore blobs) throws IOException {
        requireHashed();
        ended = true;
        Digest actual =
                switch (expected.algorithm()) {
                    case SHA256 -> Digest.of(hasher);
                    case SHA512 -> expected.algorithm().of(data);
                };
        if (!actual.equals(expected)) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID, "The " + size + " bytes received are " + actual + ", not " + expected);
        }
        blobs.adopt(data, actual);
    }

    /** Lets no more bytes in. */
    synchronized void cancel() {
        ended = true;
    }

    /** After a restart or a failed write, only the file tells what has arrived. */
    private void requireHashed() throws IOException {
        if (ended) {
            throw Uploads.unknown();
        }
        if (hashed) {
            return;
        }
        hasher = Digest.hasher();
        size = 0;
        try (InputStream in = Files.newInputStream(data)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hasher.update(buffer, 0, count);
                size += count;
            }
        } catch (NoSuchFileException _) {
            // It ended between being found and being used.
            ended = true;
            throw Uploads.unknown();
        }
        hashed = true;
    }

    private void receive(InputStream body, long most) throws IOException {
        try (var file = FileChannel.open(data, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (long left = most; left > 0; ) {
                int count = read(body, buffer, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                write(file, buffer, count);
                left -= count;
            }
        }
    }

    /** A sender who breaks off is no fault of ours, unlike a disk that does. */
    private static int read(InputStream body, byte[] buffer, int most) {
        try {
            return body.read(buffer, 0, most);
        } catch (IOException e) {
            throw new RegistryException(ErrorCode.SIZE_INVALID, "The body broke off: " + e.getMessage());
        }
    }

    private void write(FileChannel file, byte[] bytes, int count) throws IOException {
        hashed = false;
        for (var rest = ByteBuffer.wrap(bytes, 0, count); rest.hasRemaining(); ) {
            file.write(rest);
        }
        hasher.update(bytes, 0, count);
        size += count;
        hashed = true;
    }

    private void truncate(long length) throws IOException {
        hashed = false;
        try (var file = FileChannel.open(data, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
    }
}
