package io.chutes.platform.server.scaling;

import io.chutes.platform.api.Page;
import io.chutes.platform.api.ScalingDecision;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/chutes/{name}/scaling/decisions}: why a chute has as many instances as it has. */
public final class ScalingRoutes implements ApiRoutes {
    private final Jdbi jdbi;
    private final Chutes chutes;
    private final Decisions decisions = new Decisions();

    public ScalingRoutes(Jdbi jdbi, Chutes chutes) {
        this.jdbi = jdbi;
        this.chutes = chutes;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        "scalingDecisions",
                        "/v1/chutes/{name}/scaling/decisions",
                        "How many instances a chute was to have, since when and why; newest first")
                .pages(ScalingDecision.class)
                .by(this::list));
    }

    private Page<ScalingDecision> list(Call<?> call) {
        Chute chute = chutes.own(call);
        PageQuery query = call.page();
        List<Decisions.Row> found =
                jdbi.withHandle(handle -> decisions.before(handle, chute.id(), query.before(), query.enough()));
        return query.page(found, Decisions.Row::id).map(Decisions.Row::decision);
    }
}
