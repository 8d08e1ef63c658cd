package io.chutes.platform.server.fleet;

import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/nodes/sync}: where nodes report and take their orders. */
final class NodeRoutes implements ApiRoutes {
    private static final String SCHEME = "Bearer ";

    private final List<NodeCredential> credentials;
    private final NodeSync sync;

    NodeRoutes(List<NodeCredential> credentials, NodeSync sync) {
        this.credentials = List.copyOf(credentials);
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

    // Every credential is compared, so that the time taken says nothing of which one came close.
    private String node(@Nullable String authorization) {
        byte[] shown = authorization != null && authorization.startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        String found = null;
        for (NodeCredential credential : credentials) {
            if (MessageDigest.isEqual(credential.token().getBytes(StandardCharsets.UTF_8), shown)) {
                found = credential.name();
            }
        }
        if (found == null) {
            throw ApiException.unauthorized("This route is for nodes: send 'Authorization: Bearer <node token>'");
        }
        return found;
    }
}
