package io.chutes.platform.server.fleet;

import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Route;
import java.util.List;

/** {@code /v1/nodes/sync}: where nodes report and take their orders. */
final class SyncRoutes implements ApiRoutes {
    private final NodeSync sync;

    SyncRoutes(NodeSync sync) {
        this.sync = sync;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post("sync", "/v1/nodes/sync", "Reports what a node does, and waits for its orders")
                .takes(NodeReport.class)
                .answers(NodeOrders.class)
                .by(call -> sync.sync(call.node(), call.address(), call.body())));
    }
}
