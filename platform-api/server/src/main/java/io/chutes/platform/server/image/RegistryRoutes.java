package io.chutes.platform.server.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.image.RegistryRequest.AppendToUpload;
import io.chutes.platform.server.image.RegistryRequest.CancelUpload;
import io.chutes.platform.server.image.RegistryRequest.CheckSupport;
import io.chutes.platform.server.image.RegistryRequest.FinishUpload;
import io.chutes.platform.server.image.RegistryRequest.ListTags;
import io.chutes.platform.server.image.RegistryRequest.ReadBlob;
import io.chutes.platform.server.image.RegistryRequest.ReadManifest;
import io.chutes.platform.server.image.RegistryRequest.StartUpload;
import io.chutes.platform.server.image.RegistryRequest.UploadStatus;
import io.chutes.platform.server.image.RegistryRequest.WriteManifest;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.web.ApiRoutes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.JavalinDefaultRoutingApi;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The registry over HTTP: OCI Distribution 1.1, pull and push. */
final class RegistryRoutes implements ApiRoutes {
    private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes )?(\\d{1,18})-\\d{1,18}(?:/.*)?");
    private static final String DIGEST_HEADER = "Docker-Content-Digest";

    private final Access access;
    private final BlobStore blobs;
    private final Repositories repositories;
    private final Uploads uploads;
    private final Manifests manifests;

    RegistryRoutes(Path root, Keys keys, Predicate<String> isNode) {
        this.access = new Access(keys, isNode);
        this.blobs = new BlobStore(root);
        this.repositories = new Repositories(root);
        this.uploads = new Uploads(root, blobs, repositories);
        this.manifests = new Manifests(root, blobs, repositories);
    }

    Manifests manifests() {
        return manifests;
    }

    BlobStore blobs() {
        return blobs;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        for (HandlerType method : new HandlerType[] {
            HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE
        }) {
            routes.addHttpHandler(method, "/v2", this::handle);
            routes.addHttpHandler(method, "/v2/<path>", this::handle);
        }
    }

    private void handle(Context context) throws IOException {
        context.header("Docker-Distribution-Api-Version", "registry/2.0");
        try {
            RegistryRequest request =
                    RegistryPath.parse(context.method().name(), context.req().getRequestURI());
            access.check(request, context);
            answer(request, context);
        } catch (RegistryException refusal) {
            refusal.headers().forEach(context::header);
            context.status(refusal.status()).contentType("application/json").result(json(refusal.body()));
        }
    }

    private void answer(RegistryRequest request, Context context) throws IOException {
        switch (request) {
            case CheckSupport _ -> context.contentType("application/json").result("{}");
            case ReadBlob(RepositoryName name, Digest digest) -> readBlob(name, digest, context);
            case ReadManifest(RepositoryName name, Reference reference) -> readManifest(name, reference, context);
            case ListTags(RepositoryName name) -> listTags(name, context);
            case StartUpload(RepositoryName name) -> startUpload(name, context);
            case UploadStatus(RepositoryName name, String upload) ->
                progress(name, upload, uploads.size(name, upload), 204, context);
            case AppendToUpload(RepositoryName name, String upload) -> {
                long size = uploads.append(name, upload, from(context), context.bodyInputStream());
                progress(name, upload, size, 202, context);
            }
            case FinishUpload(RepositoryName name, String upload) -> {
                Digest digest = Digest.parse(
                        Optional.ofNullable(context.queryParam("digest")).orElse(""));
                uploads.finish(name, upload, digest, context.bodyInputStream());
                created(name, digest, context);
            }
            case CancelUpload(RepositoryName name, String upload) -> {
                uploads.cancel(name, upload);
                context.status(204);
            }
            case WriteManifest(RepositoryName name, Reference reference) -> writeManifest(name, reference, context);
        }
    }

    private void readBlob(RepositoryName name, Digest digest, Context context) throws IOException {
        if (!repositories.hasBlob(name, digest)) {
            throw new RegistryException(ErrorCode.BLOB_UNKNOWN, "There is no blob %s in %s".formatted(digest, name));
        }
        long size = Files.size(blobs.path(digest));
        context.header(DIGEST_HEADER, digest.toString());
        context.header("Accept-Ranges", "bytes");
        context.contentType("application/octet-stream");
        Optional<ByteRange> part = ByteRange.parse(context.header("Range"), size);
        part.ifPresent(range -> context.status(206)
                .header("Content-Range", "bytes %d-%d/%d".formatted(range.from(), range.to(), size)));
        ByteRange range = part.orElse(new ByteRange(0, size - 1));
        HttpServletResponse response = context.res();
        response.setContentLengthLong(range.length());
        if (context.method().equals(HandlerType.GET)) {
            send(blobs.path(digest), range, response.getOutputStream());
        }
    }

    private static void send(Path file, ByteRange range, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            var target = Channels.newChannel(out);
            long at = range.from();
            while (at <= range.to()) {
                at += channel.transferTo(at, range.to() - at + 1, target);
            }
            out.flush();
        }
    }

    private void readManifest(RepositoryName name, Reference reference, Context context) throws IOException {
        Manifests.Stored manifest = manifests
                .find(name, reference)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.MANIFEST_UNKNOWN,
                        "There is no manifest %s in %s"
                                .formatted(
                                        switch (reference) {
                                            case Reference.Tag(String tag) -> tag;
                                            case Reference.Pinned(Digest digest) -> digest.toString();
                                        },
                                        name)));
        context.header(DIGEST_HEADER, manifest.digest().toString()).contentType(manifest.mediaType());
        context.res().setContentLength(manifest.content().length);
        if (context.method().equals(HandlerType.GET)) {
            context.res().getOutputStream().write(manifest.content());
        }
    }

    private void writeManifest(RepositoryName name, Reference reference, Context context) throws IOException {
        byte[] content;
        try (InputStream body = context.bodyInputStream()) {
            content = body.readNBytes(Manifests.MAX_BYTES + 1);
        }
        if (content.length > Manifests.MAX_BYTES) {
            throw new RegistryException(
                    413, ErrorCode.SIZE_INVALID, "A manifest has at most " + Manifests.MAX_BYTES + " bytes");
        }
        String mediaType = Optional.ofNullable(context.contentType())
                .orElse("")
                .split(";", 2)[0]
                .strip();
        Digest digest = manifests.put(name, reference, mediaType, content);
        context.status(201)
                .header(DIGEST_HEADER, digest.toString())
                .header("Location", "/v2/%s/manifests/%s".formatted(name, digest));
    }

    private void listTags(RepositoryName name, Context context) {
        if (!repositories.exists(name)) {
            throw new RegistryException(ErrorCode.NAME_UNKNOWN, "There is no repository " + name);
        }
        context.contentType("application/json")
                .result(json(Map.of("name", name.toString(), "tags", repositories.tags(name))));
    }

    /** A new upload; a whole blob where the digest is given at once; nothing to send where the account has it already. */
    private void startUpload(RepositoryName name, Context context) throws IOException {
        @Nullable String mount = context.queryParam("mount");
        @Nullable String from = context.queryParam("from");
        if (mount != null && from != null) {
            Digest digest = Digest.parse(mount);
            RepositoryName source = RepositoryName.parse(from);
            if (source.account().equals(name.account()) && repositories.hasBlob(source, digest)) {
                repositories.linkBlob(name, digest);
                created(name, digest, context);
                return;
            }
        }
        String upload = uploads.start(name);
        @Nullable String whole = context.queryParam("digest");
        if (whole != null && mount == null) {
            Digest digest = Digest.parse(whole);
            uploads.finish(name, upload, digest, context.bodyInputStream());
            created(name, digest, context);
            return;
        }
        progress(name, upload, 0, 202, context);
    }

    private static void progress(RepositoryName name, String upload, long size, int status, Context context) {
        context.status(status)
                .header("Location", "/v2/%s/blobs/uploads/%s".formatted(name, upload))
                .header("Docker-Upload-UUID", upload)
                .header("Range", "0-" + Math.max(0, size - 1));
    }

    private static void created(RepositoryName name, Digest digest, Context context) {
        context.status(201)
                .header(DIGEST_HEADER, digest.toString())
                .header("Location", "/v2/%s/blobs/%s".formatted(name, digest));
    }

    private static @Nullable Long from(Context context) {
        String header = context.header("Content-Range");
        if (header == null) {
            return null;
        }
        Matcher matcher = CONTENT_RANGE.matcher(header);
        if (!matcher.matches()) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    "Content-Range is '<from>-<to>', got '%s'".formatted(RegistryPath.shortened(header)));
        }
        return Long.valueOf(matcher.group(1));
    }

    private static byte[] json(Object value) {
        try {
            return PlatformJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
