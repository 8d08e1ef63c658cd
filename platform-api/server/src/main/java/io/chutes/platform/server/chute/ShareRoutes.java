package io.chutes.platform.server.chute;

import io.chutes.platform.api.NewShare;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Share;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.Objects;

/** {@code /v1/chutes/{name}/shares}: who else may call a chute. */
final class ShareRoutes implements ApiRoutes {
    private final Chutes chutes;
    private final Shares shares;
    private final ChuteInstances instances;

    ShareRoutes(Chutes chutes, Shares shares, ChuteInstances instances) {
        this.chutes = chutes;
        this.shares = shares;
        this.instances = instances;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("shares", "/v1/chutes/{name}/shares", "The accounts that may call a chute, by name")
                        .pages(Share.class)
                        .by(this::list),
                Route.post("share", "/v1/chutes/{name}/shares", "Lets an account call a chute")
                        .takes(NewShare.class)
                        .creates(Share.class)
                        .by(this::share),
                Route.delete("unshare", "/v1/chutes/{name}/shares/{account}", "Lets an account call a chute no longer")
                        .doing(this::revoke));
    }

    private Page<Share> list(Call<?> call) {
        PageQuery query = call.page();
        String after = Objects.requireNonNullElse(query.after(), "");
        return query.page(shares.list(chutes.own(call), after, query.enough()), Share::account);
    }

    private Share share(Call<NewShare> call) {
        Share share = shares.share(chutes.own(call), call.body().account());
        instances.changed();
        return share;
    }

    private void revoke(Call<?> call) {
        if (!shares.revoke(chutes.own(call), call.path("account"))) {
            throw ApiException.notFound(
                    "The chute '%s' is not shared with '%s'".formatted(call.path("name"), call.path("account")));
        }
        instances.changed();
    }
}
