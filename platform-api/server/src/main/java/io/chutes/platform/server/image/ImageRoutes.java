package io.chutes.platform.server.image;

import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import io.chutes.platform.server.web.Work;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code /v1/images}: lists and deletes what the caller's account has pushed. */
public final class ImageRoutes implements ApiRoutes {
    private final Images images;
    private final ImageChanges changes;

    public ImageRoutes(Images images, ImageChanges changes) {
        this.images = images;
        this.changes = changes;
    }

    @Override
    public List<Route> routes() {
        return routes(this::list, this::delete);
    }

    /** The routes, whoever does their work. */
    static List<Route> routes(Work.Answering<Void, Page<ImageState>> list, Route.Doing<Void> delete) {
        return List.of(
                Route.get("images", "/v1/images", "What the account has pushed, by repository")
                        .pages(ImageState.class)
                        .by(list),
                Route.delete("deleteImage", "/v1/images/<image>", "Deletes an image that nothing needs")
                        .doing(delete));
    }

    private Page<ImageState> list(Call<?> call) throws IOException {
        PageQuery query = call.page();
        String after = Objects.requireNonNullElse(query.after(), "");
        return query.page(images.list(call.principal().account(), after, query.enough()), ImageState::image);
    }

    private void delete(Call<?> call) throws IOException {
        String image = call.path("image");
        int at = image.indexOf('@');
        Optional<RepositoryName> name = RepositoryName.find(image.substring(0, Math.max(at, 0)));
        Optional<Digest> digest = Digest.find(image.substring(at + 1));
        if (name.isEmpty() || digest.isEmpty()) {
            throw ApiException.unprocessable(
                    "An image is <account>/<repository>@sha256:<64 hex>, got '%s'".formatted(image));
        }
        call.require(name.get().toString());
        if (!name.get().account().equals(call.principal().account())) {
            throw absent(image);
        }
        boolean deleted = changes.delete(
                call.principal(),
                name.get(),
                digest.get(),
                user -> ApiException.conflict("Image %s stays: it is what %s runs".formatted(image, user)));
        if (!deleted) {
            throw absent(image);
        }
    }

    private static ApiException absent(String image) {
        return ApiException.notFound("You have no image '%s'".formatted(image));
    }
}
