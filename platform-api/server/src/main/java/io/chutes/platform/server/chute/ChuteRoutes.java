package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Page;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/chutes}: plans, deploys, shows and deletes the caller's chutes. */
public final class ChuteRoutes implements ApiRoutes {
    private final Jdbi jdbi;
    private final Chutes chutes;
    private final ChuteInstances instances;
    private final LabelledImages images;
    private final NeededSecrets secrets;
    private final Plans plans;
    private final Releases releases;
    private final ReleaseRoutes releaseRoutes;
    private final ShareRoutes shareRoutes;
    private final BoundRoutes boundRoutes;

    public ChuteRoutes(
            Jdbi jdbi,
            InstantSource clock,
            Chutes chutes,
            ImageCatalogue images,
            ChuteSecrets chuteSecrets,
            ChuteInstances instances,
            PriceLists prices) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.instances = instances;
        this.images = new LabelledImages(images);
        this.secrets = new NeededSecrets(chuteSecrets);
        this.plans = new Plans(jdbi, chutes, prices, clock);
        this.releases = new Releases(jdbi, chutes, images, clock);
        this.releaseRoutes = new ReleaseRoutes(chutes, releases, this.images, secrets, instances);
        this.shareRoutes = new ShareRoutes(chutes, new Shares(jdbi, clock), instances);
        this.boundRoutes = new BoundRoutes(jdbi, chutes, instances);
    }

    @Override
    public List<Route> routes() {
        return Stream.of(own(), releaseRoutes.routes(), shareRoutes.routes(), boundRoutes.routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> own() {
        return List.of(
                Route.post("deploy", "/v1/chutes", "Makes an image a version of its chute and lets it serve")
                        .takes(Deployment.class)
                        .creates(ChuteState.class)
                        .or(200)
                        .by(this::deploy),
                Route.post("plan", "/v1/chutes/plan", "What deploying an image would change and cost; changes nothing")
                        .takes(NewVersion.class)
                        .answers(DeploymentPlan.class)
                        .by(this::plan),
                Route.get("chutes", "/v1/chutes", "The account's chutes, by name")
                        .pages(ChuteState.class)
                        .by(this::list),
                Route.get("chute", "/v1/chutes/{name}", "One chute and its instances")
                        .answers(ChuteState.class)
                        .by(this::show),
                Route.delete("deleteChute", "/v1/chutes/{name}", "Stops a chute for good")
                        .doing(this::delete),
                Route.put(
                                "warmUp",
                                "/v1/chutes/{name}/warmup",
                                "Has an instance started if there is none, as a call would")
                        .answers(ChuteState.class)
                        .by(this::warmUp),
                Route.get("access", "/v1/chutes/{name}/access", "Who may call a chute beside its owner")
                        .answers(ChuteAccess.class)
                        .tagged(access -> access)
                        .by(call -> new ChuteAccess(chutes.own(call).callers())),
                Route.put("setAccess", "/v1/chutes/{name}/access", "Lets everybody call a chute, or no longer")
                        .takes(ChuteAccess.class)
                        .answers(ChuteAccess.class)
                        .tagged(access -> access)
                        .conditional()
                        .by(this::setAccess));
    }

    private ChuteState deploy(Call<Deployment> call) {
        Principal caller = call.principal();
        ImageName image = LabelledImages.own(caller, call.body().image());
        Manifest manifest = images.manifest(image);
        call.require(manifest.name());
        secrets.require(caller.accountId(), manifest);
        boolean allowBreaking = Boolean.TRUE.equals(call.body().allowBreaking());
        if (releases.deploy(caller.accountId(), image, manifest, allowBreaking)) {
            instances.changed();
        } else {
            call.status(200);
        }
        return state(chutes.own(caller, manifest.name()));
    }

    private DeploymentPlan plan(Call<NewVersion> call) {
        Principal caller = call.principal();
        ImageName image = LabelledImages.own(caller, call.body().image());
        Manifest manifest = images.manifest(image);
        call.require(manifest.name());
        return plans.plan(caller.accountId(), image, manifest);
    }

    private Page<ChuteState> list(Call<?> call) {
        PageQuery query = call.page();
        List<Chute> found = chutes.list(
                call.principal().accountId(), Objects.requireNonNullElse(query.after(), ""), query.enough());
        return query.page(found, Chute::name).map(this::state);
    }

    private ChuteState show(Call<?> call) {
        return state(chutes.own(call));
    }

    private void delete(Call<?> call) {
        String name = call.path("name");
        if (!chutes.delete(call.principal().accountId(), name)) {
            throw Chutes.absent(name);
        }
        instances.changed();
    }

    private ChuteState warmUp(Call<?> call) {
        Chute chute = chutes.own(call);
        jdbi.useTransaction(handle -> {
            instances.warmUp(handle, chute);
            Events.record(
                    handle,
                    Occurrence.of(chute.accountId(), "chute.warmed-up", "An instance is wanted, though nobody calls")
                            .chute(chute.name())
                            .with("version", chute.version()));
        });
        instances.changed();
        return state(chute);
    }

    private ChuteAccess setAccess(Call<ChuteAccess> call) {
        String name = call.path("name");
        ChuteAccess access = jdbi.inTransaction(handle -> {
            Chute chute =
                    chutes.lock(handle, call.principal().accountId(), name).orElseThrow(() -> Chutes.absent(name));
            call.ifMatch(new ChuteAccess(chute.callers()));
            if (chute.callers() != call.body().callers()) {
                chutes.open(handle, chute, call.body().callers());
            }
            return call.body();
        });
        instances.changed();
        return access;
    }

    private ChuteState state(Chute chute) {
        return new ChuteState(
                chute.account(),
                chute.name(),
                chute.version(),
                chute.traffic().canary(),
                chute.callers(),
                chute.scaling(),
                chute.image(),
                "/c/" + chute.account() + "/" + chute.name(),
                instances.of(chute));
    }
}
