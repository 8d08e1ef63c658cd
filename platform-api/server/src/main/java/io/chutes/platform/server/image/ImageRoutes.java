package io.chutes.platform.server.image;

import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code /v1/images}: lists and deletes what the caller's account has pushed. */
public final class ImageRoutes implements ApiRoutes {
    private static final int PAGE = 50;

    private final Keys keys;
    private final Images images;
    private final ImagePins pins;

    public ImageRoutes(Keys keys, Images images, ImagePins pins) {
        this.keys = keys;
        this.images = images;
        this.pins = pins;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.get("/v1/images", this::list);
        routes.delete("/v1/images/<image>", this::delete);
    }

    private void list(Context context) throws IOException {
        Principal caller = caller(context);
        String after = Objects.requireNonNullElse(context.queryParam("cursor"), "");
        List<ImageState> found = images.list(caller.account(), after, PAGE + 1);
        List<ImageState> page = found.subList(0, Math.min(PAGE, found.size()));
        context.json(new Page<>(page, found.size() > PAGE ? page.getLast().image() : null));
    }

    private void delete(Context context) throws IOException {
        Principal caller = caller(context);
        String image = context.pathParam("image");
        int at = image.indexOf('@');
        Optional<RepositoryName> name = RepositoryName.find(image.substring(0, Math.max(at, 0)));
        Optional<Digest> digest = Digest.find(image.substring(at + 1));
        if (name.isEmpty() || digest.isEmpty()) {
            throw ApiException.unprocessable(
                    "An image is <account>/<repository>@sha256:<64 hex>, got '%s'".formatted(image));
        }
        if (!name.get().account().equals(caller.account())) {
            throw absent(image);
        }
        pins.needing(image).ifPresent(user -> {
            throw ApiException.conflict("Image %s stays: it is what %s runs".formatted(image, user));
        });
        if (!images.manifests().delete(name.get(), digest.get())) {
            throw absent(image);
        }
        context.status(HttpStatus.NO_CONTENT);
    }

    private static ApiException absent(String image) {
        return ApiException.notFound("You have no image '%s'".formatted(image));
    }

    private Principal caller(Context context) {
        return keys.authenticate(context.header("Authorization"));
    }
}
