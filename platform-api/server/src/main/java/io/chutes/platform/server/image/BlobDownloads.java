package io.chutes.platform.server.image;

import io.chutes.platform.server.image.RegistryRequest.ReadBlob;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Sends blobs, whole or in part, with the same little memory for every size. */
final class BlobDownloads {
    private static final int BUFFER = 64 * 1024;

    private final BlobStore blobs;
    private final Repositories repositories;

    BlobDownloads(BlobStore blobs, Repositories repositories) {
        this.blobs = blobs;
        this.repositories = repositories;
    }

    void send(ReadBlob request, Context context) throws IOException {
        Path file = find(request)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.BLOB_UNKNOWN, "There is no blob " + request.digest() + " in " + request.name()));
        long size = Files.size(file);
        switch (range(context, size)) {
            case ByteRange.Whole _ -> send(file, 0, size, request, context.status(200));
            case ByteRange.Part part -> {
                context.status(206).header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
                send(file, part.first(), part.length(), request, context);
            }
            case ByteRange.Unsatisfiable _ ->
                throw new RegistryException(
                                416,
                                ErrorCode.SIZE_INVALID,
                                "The blob has " + size + " bytes; the range is beyond them")
                        .with("Content-Range", "bytes */" + size);
        }
    }

    private Optional<Path> find(ReadBlob request) throws IOException {
        return repositories.useBlob(request.name(), request.digest()) ? blobs.use(request.digest()) : Optional.empty();
    }

    private static ByteRange range(Context context, long size) {
        // Blobs are sent without a validator, so a condition on one never holds: the whole blob is the answer.
        boolean applies = context.method().equals(HandlerType.GET) && context.header("If-Range") == null;
        return applies ? ByteRange.parse(context.header("Range"), size) : new ByteRange.Whole();
    }

    private static void send(Path file, long first, long length, ReadBlob request, Context context) throws IOException {
        context.contentType("application/octet-stream")
                .header("Accept-Ranges", "bytes")
                .header("Docker-Content-Digest", request.digest().toString());
        context.res().setContentLengthLong(length);
        if (context.method().equals(HandlerType.HEAD)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(first);
            var out = context.res().getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (count < 0) {
                    throw new IOException("The file of " + request.digest() + " ended " + left + " bytes early");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }
}
