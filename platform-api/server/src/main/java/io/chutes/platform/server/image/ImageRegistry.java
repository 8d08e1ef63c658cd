package io.chutes.platform.server.image;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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

    private final RegistryTokens tokens;
    private final Access access;
    private final BlobDownloads downloads;
    private final BlobUploads uploads;
    private final ManifestTransfers manifests;
    private final Deletions deletions;

    /**
     * A registry of these images.
     *
     * @param changes how they change
     * @param tokens what clients without credentials are sent for
     * @param pulls what nodes may pull
     */
    public ImageRegistry(Images images, ImageChanges changes, RegistryTokens tokens, NodePulls pulls) {
        this.tokens = tokens;
        this.access = new Access(pulls);
        this.downloads = new BlobDownloads(images.blobs(), images.repositories());
        this.uploads = new BlobUploads(images.uploads(), images.blobs(), images.repositories());
        this.manifests = new ManifestTransfers(images.manifests(), images.repositories(), changes);
        this.deletions = new Deletions(changes);
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/v2", "/v2/<path>")
                .map(path -> Route.undescribed(METHODS, path, "The registry, which OCI Distribution describes")
                        .refusing(this::turnAway)
                        .raw(this::handle))
                .toList();
    }

    private void handle(Call<?> call) throws IOException {
        Context context = call.context();
        try {
            var request =
                    RegistryPath.parse(context.method().name(), context.req().getRequestURI());
            require(call, request);
            answer(request, call);
        } catch (RegistryException e) {
            refuse(e, context);
        }
    }

    /** Who shows a token that does not allow a request can get another; a key has what it has. */
    private void require(Call<?> call, RegistryRequest request) {
        Context context = call.context();
        Access.requireRole(call.caller(), request);
        try {
            access.require(call.caller(), request);
        } catch (RegistryException denied) {
            if (!RegistryTokens.isShown(context.header("Authorization"))) {
                throw denied;
            }
            throw new RegistryException(401, ErrorCode.DENIED, String.valueOf(denied.getMessage()))
                    .with(Challenge.HEADER, Challenge.to(context, tokens.service()) + ",error=\"insufficient_scope\"");
        }
    }

    private void turnAway(ApiException reason, Permission needed, Context context) throws IOException {
        refuse(refusal(reason, Challenge.to(context, tokens.service())), context);
    }

    /**
     * What the gate says, in the terms of OCI Distribution.
     *
     * @param challenge for whoever shows nothing that is good
     */
    static RegistryException refusal(ApiException reason, String challenge) {
        return switch (reason.status()) {
            case 401 ->
                new RegistryException(ErrorCode.UNAUTHORIZED, reason.detail()).with(Challenge.HEADER, challenge);
            case 429 ->
                new RegistryException(ErrorCode.TOOMANYREQUESTS, reason.detail())
                        .with(
                                "Retry-After",
                                Long.toString(reason.retryAfter()
                                                .orElse(Duration.ZERO)
                                                .toSeconds()
                                        + 1));
            default -> new RegistryException(ErrorCode.DENIED, reason.detail());
        };
    }

    private void answer(RegistryRequest request, Call<?> call) throws IOException {
        Context context = call.context();
        switch (request) {
            case RegistryRequest.CheckSupport _ ->
                context.header("Docker-Distribution-API-Version", "registry/2.0")
                        .status(200);
            case RegistryRequest.ReadBlob read -> downloads.send(read, context);
            case RegistryRequest.StartUpload start -> uploads.start(start.name(), call);
            case RegistryRequest.UploadStatus status -> uploads.status(status.name(), status.upload(), context);
            case RegistryRequest.AppendToUpload append -> uploads.append(append.name(), append.upload(), context);
            case RegistryRequest.FinishUpload finish -> uploads.finish(finish.name(), finish.upload(), context);
            case RegistryRequest.CancelUpload cancel -> uploads.cancel(cancel.name(), cancel.upload(), context);
            case RegistryRequest.ReadManifest read -> manifests.send(read, context);
            case RegistryRequest.WriteManifest write -> manifests.receive(write, call.principal(), context);
            case RegistryRequest.DeleteManifest delete -> {
                deletions.delete(delete, call.principal());
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

    static void refuse(RegistryException refused, Context context) throws IOException {
        refused.headers().forEach(context::header);
        context.status(refused.status())
                .contentType("application/json")
                .result(PlatformJson.mapper().writeValueAsBytes(refused.body()));
    }
}
