package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code /v1/chutes}: deploys, shows and deletes the caller's chutes. */
public final class ChuteRoutes implements ApiRoutes {
    private final Chutes chutes;
    private final ImageCatalogue images;
    private final ChuteSecrets secrets;
    private final ChuteInstances instances;

    public ChuteRoutes(Chutes chutes, ImageCatalogue images, ChuteSecrets secrets, ChuteInstances instances) {
        this.chutes = chutes;
        this.images = images;
        this.secrets = secrets;
        this.instances = instances;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("deploy", "/v1/chutes", "Makes an image the newest version of its chute")
                        .takes(Deployment.class)
                        .creates(ChuteState.class)
                        .or(200)
                        .by(this::deploy),
                Route.get("chutes", "/v1/chutes", "The account's chutes, by name")
                        .pages(ChuteState.class)
                        .by(this::list),
                Route.get("chute", "/v1/chutes/{name}", "One chute and its instances")
                        .answers(ChuteState.class)
                        .by(this::show),
                Route.delete("deleteChute", "/v1/chutes/{name}", "Stops a chute for good")
                        .doing(this::delete));
    }

    private ChuteState deploy(Call<Deployment> call) {
        Principal caller = call.principal();
        ImageName image = ImageName.parse(call.body().image());
        if (!image.account().equals(caller.account())) {
            throw ApiException.forbidden("Image %s is in account '%s'; push it to '%s' to deploy it as that account"
                    .formatted(image, image.account(), caller.account()));
        }
        Manifest manifest = manifest(image);
        call.require(manifest.name());
        requireSecrets(caller, manifest);
        Chutes.Deployed deployed = chutes.deploy(caller.accountId(), image, manifest);
        instances.changed();
        if (!deployed.created()) {
            call.status(200);
        }
        return state(deployed.chute());
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

    private Page<ChuteState> list(Call<?> call) {
        PageQuery query = call.page();
        List<Chute> found = chutes.list(
                call.principal().accountId(), Objects.requireNonNullElse(query.after(), ""), query.enough());
        return query.page(found, Chute::name).map(this::state);
    }

    private ChuteState show(Call<?> call) {
        String name = call.path("name");
        return state(chutes.find(call.principal().accountId(), name).orElseThrow(() -> absent(name)));
    }

    private void delete(Call<?> call) {
        String name = call.path("name");
        if (!chutes.delete(call.principal().accountId(), name)) {
            throw absent(name);
        }
        instances.changed();
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
