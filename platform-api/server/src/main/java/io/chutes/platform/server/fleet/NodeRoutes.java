package io.chutes.platform.server.fleet;

import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/nodes/sync}: where nodes report and take their orders. */
final class NodeRoutes implements ApiRoutes {
    private final NodeCredentials credentials;
    private final NodeSync sync;

    NodeRoutes(NodeCredentials credentials, NodeSync sync) {
        this.credentials = credentials;
        this.sync = sync;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.post("/v1/nodes/sync", this::sync);
    }

    private void sync(Context context) throws InterruptedException {
        String node = node(context.header("Authorization"));
        context.json(sync.sync(node, JsonBodies.read(context, NodeReport.class)));
    }

    private String node(@Nullable String authorization) {
        return credentials
                .sending(authorization)
                .orElseThrow(() -> ApiException.unauthorized(
                        "This route is for nodes: send 'Authorization: Bearer <node token>'"));
    }
}
