package io.chutes.platform.server.image;

import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.web.Call;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receives blobs: at once, in chunks, or as a link to one that the account has pushed before. */
final class BlobUploads {
    private final Uploads uploads;
    private final BlobStore blobs;
    private final Repositories repositories;

    BlobUploads(Uploads uploads, BlobStore blobs, Repositories repositories) {
        this.uploads = uploads;
        this.blobs = blobs;
        this.repositories = repositories;
    }

    void start(RepositoryName name, Call<?> call) throws IOException {
        Context context = call.context();
        Optional<Digest> mounted = mountable(call.caller(), context.queryParam("mount"), context.queryParam("from"));
        if (mounted.isPresent()) {
            created(name, mounted.get(), context);
            return;
        }
        @Nullable String digest = context.queryParam("digest");
        if (digest != null) {
            receiveWhole(name, Digest.parse(digest), context);
            return;
        }
        progress(name, uploads.start(name), 0, context.status(202));
    }

    void status(RepositoryName name, String upload, Context context) throws IOException {
        progress(name, upload, uploads.size(name, upload), context.status(204));
    }

    void append(RepositoryName name, String upload, Context context) throws IOException {
        progress(name, upload, receive(name, upload, context), context.status(202));
    }

    void finish(RepositoryName name, String upload, Context context) throws IOException {
        @Nullable String text = context.queryParam("digest");
        if (text == null) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID, "The end of an upload needs the parameter digest=sha256:…");
        }
        Digest digest = Digest.parse(text);
        receive(name, upload, context);
        uploads.finish(name, upload, digest);
        created(name, digest, context);
    }

    void cancel(RepositoryName name, String upload, Context context) throws IOException {
        uploads.cancel(name, upload);
        context.status(204);
    }

    /** A mount is a wish: where it cannot be had, an upload begins, and what others own is not betrayed. */
    private Optional<Digest> mountable(Caller caller, @Nullable String mount, @Nullable String from)
            throws IOException {
        if (mount == null || from == null) {
            return Optional.empty();
        }
        Optional<RepositoryName> source = RepositoryName.find(from).filter(it -> Access.mayTakeFrom(caller, it));
        Optional<Digest> digest = Digest.find(mount);
        boolean isThere = source.isPresent()
                && digest.isPresent()
                && repositories.useBlob(source.get(), digest.get())
                && blobs.use(digest.get()).isPresent();
        return isThere ? digest : Optional.empty();
    }

    private void receiveWhole(RepositoryName name, Digest digest, Context context) throws IOException {
        String upload = uploads.start(name);
        try {
            receive(name, upload, context);
        } catch (IOException | RuntimeException e) {
            // Its id was never told to anybody, so nobody can go on with it.
            uploads.cancel(name, upload);
            throw e;
        }
        uploads.finish(name, upload, digest);
        created(name, digest, context);
    }

    private long receive(RepositoryName name, String upload, Context context) throws IOException {
        try {
            var range = ChunkRange.parse(
                    context.header("Content-Range"), context.req().getContentLengthLong());
            return uploads.append(name, upload, context.bodyInputStream(), range);
        } catch (RegistryException e) {
            if (e.status() != ErrorCode.BLOB_UPLOAD_INVALID.status()) {
                throw e;
            }
            throw e.with("Location", location(name, upload)).with("Range", received(uploads.size(name, upload)));
        }
    }

    private static void progress(RepositoryName name, String upload, long size, Context context) {
        context.header("Location", location(name, upload))
                .header("Range", received(size))
                .header("Docker-Upload-UUID", upload);
    }

    private void created(RepositoryName name, Digest digest, Context context) throws IOException {
        repositories.linkBlob(name, digest);
        context.status(201)
                .header("Location", "/v2/" + name + "/blobs/" + digest)
                .header("Docker-Content-Digest", digest.toString());
    }

    private static String location(RepositoryName name, String upload) {
        return "/v2/" + name + "/blobs/uploads/" + upload;
    }

    /** The header has no form for nothing; clients take 0-0 for it. */
    private static String received(long size) {
        return "0-" + Math.max(0, size - 1);
    }
}
