package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/instances}: all instances of an account's chutes, those that have ended among them. */
final class InstanceRoutes implements ApiRoutes {
    private final Jdbi jdbi;
    private final OwnedInstances instances = new OwnedInstances();

    InstanceRoutes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("instances", "/v1/instances", "The instances of the account's chutes, newest first")
                        .query("chute", String.class, "Only those of that chute")
                        .query("status", InstanceStatus.class, "Only those at that station of their life")
                        .pages(InstanceState.class)
                        .by(this::list),
                Route.get(
                                "instance",
                                "/v1/instances/{id}",
                                "One instance: where it is in its life, why, and how long its start took")
                        .answers(InstanceState.class)
                        .by(this::show));
    }

    private Page<InstanceState> list(Call<?> call) {
        PageQuery query = call.page();
        var filter = new OwnedInstances.Filter(
                call.query("chute"), call.query("status", InstanceStatus.class), query.after());
        List<InstanceState> found = jdbi.withHandle(
                handle -> instances.list(handle, call.principal().accountId(), filter, query.enough()));
        return query.page(found, InstanceState::id);
    }

    private InstanceState show(Call<?> call) {
        String id = call.path("id");
        Optional<InstanceState> found = jdbi.withHandle(
                handle -> instances.find(handle, call.principal().accountId(), id));
        InstanceState instance = found.orElseThrow(() -> ApiException.notFound("You have no instance '" + id + "'"));
        call.require(instance.chute());
        return instance;
    }
}
