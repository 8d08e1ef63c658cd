package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code /v1/chutes}: deploys, shows and deletes the caller's chutes. */
public final class ChuteRoutes implements ApiRoutes {
    private static final int PAGE = 50;

    private final Keys keys;
    private final Chutes chutes;
    private final ImageCatalogue images;
    private final ChuteSecrets secrets;
    private final ChuteInstances instances;

    public ChuteRoutes(
            Keys keys, Chutes chutes, ImageCatalogue images, ChuteSecrets secrets, ChuteInstances instances) {
        this.keys = keys;
        this.chutes = chutes;
        this.images = images;
        this.secrets = secrets;
        this.instances = instances;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.post("/v1/chutes", this::deploy);
        routes.get("/v1/chutes", this::list);
        routes.get("/v1/chutes/{name}", this::show);
        routes.delete("/v1/chutes/{name}", this::delete);
    }

    private void deploy(Context context) {
        Principal caller = caller(context);
        ImageName image =
                ImageName.parse(JsonBodies.read(context, Deployment.class).image());
        if (!image.account().equals(caller.account())) {
            throw ApiException.forbidden("Image %s is in account '%s'; push it to '%s' to deploy it as that account"
                    .formatted(image, image.account(), caller.account()));
        }
        Manifest manifest = manifest(image);
        requireSecrets(caller, manifest);
        Chutes.Deployed deployed = chutes.deploy(caller.accountId(), image, manifest);
        instances.changed();
        context.status(deployed.created() ? HttpStatus.CREATED : HttpStatus.OK).json(state(deployed.chute()));
    }

    private Manifest manifest(ImageName image) {
        String label = images.chuteManifest(image.repository(), image.digest())
                .orElseThrow(() -> ApiException.unprocessable(
                        "/image",
                        "manifest",
                        "There is no image %s with a label '%s'; build and push it with the chutes CLI"
                                .formatted(image, Manifest.IMAGE_LABEL)));
        Manifest manifest = parse(image, label);
        List<FieldError> broken = ManifestRules.broken(manifest);
        if (!broken.isEmpty()) {
            throw ApiException.unprocessable(
                    "Label '%s' of image %s: %s"
                            .formatted(
                                    Manifest.IMAGE_LABEL,
                                    image,
                                    broken.getFirst().message()),
                    broken);
        }
        return manifest;
    }

    private void requireSecrets(Principal caller, Manifest manifest) {
        List<String> asked = manifest.secrets();
        Set<String> present = secrets.present(caller.accountId(), manifest.name(), asked);
        List<FieldError> missing = IntStream.range(0, asked.size())
                .filter(i -> !present.contains(asked.get(i)))
                .mapToObj(i -> new FieldError(
                        "/secrets/" + i,
                        "missing",
                        "there is no secret %s for chute '%s' or for the account: set it with PUT /v1/secrets/%s"
                                .formatted(asked.get(i), manifest.name(), asked.get(i))))
                .toList();
        if (!missing.isEmpty()) {
            throw ApiException.unprocessable(
                    "Chute '%s' cannot start: %s"
                            .formatted(manifest.name(), missing.getFirst().message()),
                    missing);
        }
    }

    private static Manifest parse(ImageName image, String label) {
        try {
            return ManifestJson.read(label);
        } catch (ManifestException e) {
            throw ApiException.unprocessable(
                    "/image",
                    "manifest",
                    "Label '%s' of image %s: %s".formatted(Manifest.IMAGE_LABEL, image, e.getMessage()));
        }
    }

    private void list(Context context) {
        Principal caller = caller(context);
        String after = Objects.requireNonNullElse(context.queryParam("cursor"), "");
        List<Chute> found = chutes.list(caller.accountId(), after, PAGE + 1);
        List<Chute> page = found.subList(0, Math.min(PAGE, found.size()));
        String next = found.size() > PAGE ? page.getLast().name() : null;
        context.json(new Page<>(page.stream().map(this::state).toList(), next));
    }

    private void show(Context context) {
        Principal caller = caller(context);
        String name = context.pathParam("name");
        context.json(state(chutes.find(caller.accountId(), name).orElseThrow(() -> absent(name))));
    }

    private void delete(Context context) {
        Principal caller = caller(context);
        String name = context.pathParam("name");
        if (!chutes.delete(caller.accountId(), name)) {
            throw absent(name);
        }
        instances.changed();
        context.status(HttpStatus.NO_CONTENT);
    }

    private Principal caller(Context context) {
        return keys.authenticate(context.header("Authorization"));
    }

    private static ApiException absent(String name) {
        return ApiException.notFound("You have no chute '" + name + "'");
    }

    private ChuteState state(Chute chute) {
        return new ChuteState(
                chute.account(),
                chute.name(),
                chute.version(),
                chute.image(),
                "/c/" + chute.account() + "/" + chute.name(),
                instances.of(chute.id()));
    }
}
