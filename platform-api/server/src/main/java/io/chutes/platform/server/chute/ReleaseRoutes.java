package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.util.List;

/** Versions of a chute, and which of them serve: {@code versions}, {@code rollouts} and {@code rollout} of a chute. */
final class ReleaseRoutes implements ApiRoutes {
    private final Chutes chutes;
    private final Releases releases;
    private final LabelledImages images;
    private final NeededSecrets secrets;
    private final ChuteInstances instances;

    ReleaseRoutes(
            Chutes chutes, Releases releases, LabelledImages images, NeededSecrets secrets, ChuteInstances instances) {
        this.chutes = chutes;
        this.releases = releases;
        this.images = images;
        this.secrets = secrets;
        this.instances = instances;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("versions", "/v1/chutes/{name}/versions", "A chute's versions, newest first")
                        .pages(ChuteVersion.class)
                        .by(this::versions),
                Route.post(
                                "createVersion",
                                "/v1/chutes/{name}/versions",
                                "Makes an image a version, which does not serve")
                        .takes(NewVersion.class)
                        .creates(ChuteVersion.class)
                        .or(200)
                        .by(this::create),
                Route.get("rollout", "/v1/chutes/{name}/rollout", "Which versions serve")
                        .answers(Rollout.class)
                        .tagged(rollout -> rollout)
                        .by(call -> releases.current(chutes.own(call))),
                Route.get("rollouts", "/v1/chutes/{name}/rollouts", "Which versions have served, newest first")
                        .pages(Rollout.class)
                        .by(this::rollouts),
                Route.post(
                                "rollOut",
                                "/v1/chutes/{name}/rollouts",
                                "Promotes a version, rolls back to one, or tries one out with a part of the calls")
                        .takes(NewRollout.class)
                        .creates(Rollout.class)
                        .conditional()
                        .by(this::rollOut));
    }

    private Page<ChuteVersion> versions(Call<?> call) {
        PageQuery query = call.page();
        List<ChuteVersion> found = releases.versions(chutes.own(call), query.before(), query.enough());
        return query.page(found, ChuteVersion::version);
    }

    private ChuteVersion create(Call<NewVersion> call) {
        Principal caller = call.principal();
        ImageName image = LabelledImages.own(caller, call.body().image());
        Manifest manifest = images.manifest(image);
        if (!manifest.name().equals(call.path("name"))) {
            throw ApiException.unprocessable(
                    "/image",
                    "name",
                    "The image is a version of '%s', not of '%s'".formatted(manifest.name(), call.path("name")));
        }
        Releases.Made made = releases.create(caller.accountId(), image, manifest);
        if (!made.created()) {
            call.status(200);
        }
        return made.version();
    }

    private Page<Rollout> rollouts(Call<?> call) {
        PageQuery query = call.page();
        List<Rollout> found = releases.rollouts(chutes.own(call), query.before(), query.enough());
        return query.page(found, Rollout::number);
    }

    private Rollout rollOut(Call<NewRollout> call) {
        Chute chute = chutes.own(call);
        releases.manifest(chute, call.body().version())
                .ifPresent(manifest -> secrets.require(chute.accountId(), manifest));
        Rollout rollout = releases.rollOut(call.principal().accountId(), call.path("name"), call.body(), call::ifMatch);
        instances.changed();
        return rollout;
    }
}
