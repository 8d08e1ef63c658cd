package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/chutes/{name}/scaling}: how few and how many instances a chute has. */
final class BoundRoutes implements ApiRoutes {
    private static final String PATH = "/v1/chutes/{name}/scaling";

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final ChuteInstances instances;

    BoundRoutes(Jdbi jdbi, Chutes chutes, ChuteInstances instances) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.instances = instances;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("scaling", PATH, "How few and how many instances a chute has")
                        .answers(ChuteScaling.class)
                        .tagged(scaling -> scaling)
                        .by(call -> chutes.own(call).scaling()),
                Route.put(
                                "scale",
                                PATH,
                                "Sets how few and how many, for this and later versions; null leaves it to them")
                        .takes(InstanceBounds.class)
                        .answers(ChuteScaling.class)
                        .tagged(scaling -> scaling)
                        .conditional()
                        .by(call -> set(call, call.body())),
                Route.delete("resetScaling", PATH, "Leaves both to the manifest again")
                        .conditional()
                        .doing(call -> set(call, InstanceBounds.NONE)));
    }

    private ChuteScaling set(Call<?> call, InstanceBounds bounds) {
        ChuteScaling scaling = jdbi.inTransaction(handle -> {
            String name = call.path("name");
            Chute chute =
                    chutes.lock(handle, call.principal().accountId(), name).orElseThrow(() -> Chutes.absent(name));
            call.ifMatch(chute.scaling());
            if (!bounds.equals(chute.bounds())) {
                BoundRules.require(chute, bounds);
                chutes.bound(handle, chute, bounds);
            }
            return ChuteScaling.of(chute.manifest().scaling(), bounds);
        });
        instances.changed();
        return scaling;
    }
}
