package io.chutes.platform.server.billing;

import io.chutes.platform.api.Balance;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.Page;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;

/** What an account has, what it spent it on, and what things cost: {@code /v1/balance}, {@code /v1/ledger}, {@code /v1/prices}. */
public final class BillingRoutes implements ApiRoutes {
    private final Ledger ledger;
    private final PriceLists prices;
    private final InstantSource clock;

    public BillingRoutes(Ledger ledger, PriceLists prices, InstantSource clock) {
        this.ledger = ledger;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("balance", "/v1/balance", "What the account can spend")
                        .answers(Balance.class)
                        .by(this::balance),
                Route.get("ledger", "/v1/ledger", "What moved the account's money, newest first")
                        .pages(LedgerTransaction.class)
                        .by(this::transactions),
                Route.get("prices", "/v1/prices", "The prices in force")
                        .answers(PriceList.class)
                        .by(_ -> prices.at(clock.instant())));
    }

    private Balance balance(Call<?> call) {
        String account = call.principal().account();
        return new Balance(account, ledger.balance(Ledger.wallet(account)));
    }

    private Page<LedgerTransaction> transactions(Call<?> call) {
        return ledger.transactions(Ledger.wallet(call.principal().account()), call.page());
    }
}
