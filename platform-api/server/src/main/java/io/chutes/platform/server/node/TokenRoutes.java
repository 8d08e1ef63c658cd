package io.chutes.platform.server.node;

import io.chutes.platform.api.Page;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodeToken;
import io.chutes.platform.fleet.NodeTokenState;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/nodes/tokens}: what nodes may join by. */
final class TokenRoutes implements ApiRoutes {
    private final Jdbi jdbi;
    private final JoinTokens tokens;
    private final InstantSource clock;
    private final TokenRows rows = new TokenRows();

    TokenRoutes(Jdbi jdbi, JoinTokens tokens, InstantSource clock) {
        this.jdbi = jdbi;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(
                                "createNodeToken",
                                "/v1/nodes/tokens",
                                "Makes a token by which one node may join; the answer holds it in full, this once")
                        .takes(NewNodeToken.class)
                        .creates(NodeToken.class)
                        .by(call -> jdbi.inTransaction(handle -> tokens.make(handle, call.principal(), call.body()))),
                Route.get(
                                "nodeTokens",
                                "/v1/nodes/tokens",
                                "The tokens by which nodes may still join, without their secrets, by id")
                        .pages(NodeTokenState.class)
                        .by(this::list),
                Route.delete("revokeNodeToken", "/v1/nodes/tokens/{id}", "Lets no node join by a token any more")
                        .doing(this::revoke));
    }

    private Page<NodeTokenState> list(Call<?> call) {
        PageQuery query = call.page();
        List<NodeTokenState> found = jdbi.withHandle(
                handle -> rows.list(handle, call.principal(), query.after(), query.enough(), clock.instant()));
        return query.page(found, NodeTokenState::id);
    }

    private void revoke(Call<?> call) {
        String id = call.path("id");
        jdbi.useTransaction(handle -> {
            TokenRows.Row token = rows.lock(handle, call.principal(), id)
                    .orElseThrow(() -> ApiException.notFound(
                            "You have no join token with the id '%s'; GET /v1/nodes/tokens lists them".formatted(id)));
            if (token.node() != null) {
                throw ApiException.conflict("The node '%s' has joined by the join token %s: drain and delete that node"
                        .formatted(token.node(), id));
            }
            rows.delete(handle, id);
            JoinTokens.tell(
                    handle,
                    token.accountId(),
                    token.providerId(),
                    "node.token-revoked",
                    "No node may join by the token %s any more".formatted(id),
                    id);
        });
    }
}
