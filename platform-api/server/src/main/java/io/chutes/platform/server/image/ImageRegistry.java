package io.chutes.platform.server.image;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.web.ApiRoutes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * The platform's image registry: OCI Distribution 1.1 at {@code /v2/}.
 */
public final class ImageRegistry implements ApiRoutes {
    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE);

    private final Callers callers;
    private final BlobDownloads downloads;
    private final BlobUploads uploads;
    private final ManifestTransfers manifests;
    private final Deletions deletions;

    /**
     * A registry of these images.
     *
     * @param pins which images cannot be deleted
     * @param nodePull whether a bearer token is that of a node, which may pull from every account
     */
    public ImageRegistry(Images images, Keys keys, ImagePins pins, Predicate<String> nodePull) {
        this.callers = new Callers(keys, nodePull);
        this.downloads = new BlobDownloads(images.blobs(), images.repositories());
        this.uploads = new BlobUploads(images.uploads(), images.blobs(), images.repositories());
        this.manifests = new ManifestTransfers(images.manifests(), images.repositories());
        this.deletions = new Deletions(images.manifests(), images.repositories(), pins);
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        for (HandlerType method : METHODS) {
            routes.addHttpHandler(method, "/v2", this::handle);
            routes.addHttpHandler(method, "/v2/<path>", this::handle);
        }
    }

    private void handle(Context context) throws IOException {
        try {
            Caller caller = callers.identify(context.header("Authorization"));
            var request =
                    RegistryPath.parse(context.method().name(), context.req().getRequestURI());
            caller.require(request);
            answer(request, context);
        } catch (RegistryException e) {
            refuse(e, context);
        }
    }

    private void answer(RegistryRequest request, Context context) throws IOException {
        switch (request) {
            case RegistryRequest.CheckSupport _ ->
                context.header("Docker-Distribution-API-Version", "registry/2.0")
                        .status(200);
            case RegistryRequest.ReadBlob read -> downloads.send(read, context);
            case RegistryRequest.StartUpload start -> uploads.start(start.name(), context);
            case RegistryRequest.UploadStatus status -> uploads.status(status.name(), status.upload(), context);
            case RegistryRequest.AppendToUpload append -> uploads.append(append.name(), append.upload(), context);
            case RegistryRequest.FinishUpload finish -> uploads.finish(finish.name(), finish.upload(), context);
            case RegistryRequest.CancelUpload cancel -> uploads.cancel(cancel.name(), cancel.upload(), context);
            case RegistryRequest.ReadManifest read -> manifests.send(read, context);
            case RegistryRequest.WriteManifest write -> manifests.receive(write, context);
            case RegistryRequest.DeleteManifest delete -> {
                deletions.delete(delete);
                context.status(202);
            }
            case RegistryRequest.DeleteBlob delete -> {
                deletions.delete(delete);
                context.status(202);
            }
            case RegistryRequest.ListReferrers list -> manifests.referrers(list, context);
            case RegistryRequest.ListTags list -> manifests.tags(list.name(), context);
        }
    }

    private static void refuse(RegistryException refused, Context context) throws IOException {
        refused.headers().forEach(context::header);
        context.status(refused.status())
                .contentType("application/json")
                .result(PlatformJson.mapper().writeValueAsBytes(refused.body()));
    }
}
