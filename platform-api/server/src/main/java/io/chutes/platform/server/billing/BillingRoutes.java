package io.chutes.platform.server.billing;

import io.chutes.platform.api.Balance;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.PageQuery;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.InstantSource;

/** What an account has, what it spent it on, and what things cost: {@code /v1/balance}, {@code /v1/ledger}, {@code /v1/prices}. */
public final class BillingRoutes implements ApiRoutes {
    private final Keys keys;
    private final Ledger ledger;
    private final PriceLists prices;
    private final InstantSource clock;

    public BillingRoutes(Keys keys, Ledger ledger, PriceLists prices, InstantSource clock) {
        this.keys = keys;
        this.ledger = ledger;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.get("/v1/balance", this::balance);
        routes.get("/v1/ledger", this::transactions);
        routes.get("/v1/prices", context -> context.json(prices.at(clock.instant())));
    }

    private void balance(Context context) {
        String account = caller(context).account();
        context.json(new Balance(account, ledger.balance(Ledger.wallet(account))));
    }

    private void transactions(Context context) {
        String account = caller(context).account();
        context.json(ledger.transactions(Ledger.wallet(account), PageQuery.of(context)));
    }

    private Principal caller(Context context) {
        return keys.authenticate(context.header("Authorization"));
    }
}
