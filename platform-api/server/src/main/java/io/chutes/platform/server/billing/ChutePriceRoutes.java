package io.chutes.platform.server.billing;

import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;

/** {@code /v1/chutes/{name}/price}: what an owner asks others for calls to his chute. */
public final class ChutePriceRoutes implements ApiRoutes {
    private final ChutePrices prices;
    private final InstantSource clock;

    public ChutePriceRoutes(ChutePrices prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("chutePrice", "/v1/chutes/{name}/price", "What others pay for a call to a chute")
                        .answers(CallPrice.class)
                        .by(this::asked),
                Route.put("priceChute", "/v1/chutes/{name}/price", "Asks others for that, from now on")
                        .takes(CallPrice.class)
                        .answers(CallPrice.class)
                        .by(this::ask));
    }

    private CallPrice asked(Call<?> call) {
        return prices.at(chute(call), clock.instant())
                .orElseThrow(() ->
                        ApiException.notFound("Calls to the chute '%s' cost nothing".formatted(call.path("name"))));
    }

    private CallPrice ask(Call<CallPrice> call) {
        long chute = chute(call);
        prices.ask(chute, call.body(), clock.instant());
        return call.body();
    }

    private long chute(Call<?> call) {
        String name = call.path("name");
        return prices.chute(call.principal().accountId(), name)
                .orElseThrow(() -> ApiException.notFound("There is no chute '%s'".formatted(name)));
    }
}
