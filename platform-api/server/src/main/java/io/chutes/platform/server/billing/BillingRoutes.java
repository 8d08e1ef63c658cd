package io.chutes.platform.server.billing;

import io.chutes.platform.api.Balance;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Usage;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.billing.UsageReports.Group;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What an account has, what it spent it on, and what things cost: {@code /v1/balance}, {@code ledger}, {@code usage}, {@code prices}. */
public final class BillingRoutes implements ApiRoutes {
    private final Ledger ledger;
    private final UsageReports usage;
    private final PriceLists prices;
    private final InstantSource clock;

    public BillingRoutes(Ledger ledger, UsageReports usage, PriceLists prices, InstantSource clock) {
        this.ledger = ledger;
        this.usage = usage;
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
                Route.get("usage", "/v1/usage", "What the account used; its total is what its wallet lost to it")
                        .query("from", Instant.class, "The hour it begins with; usually that of the month")
                        .query("to", Instant.class, "The hour it ends before; usually the next")
                        .query("group", String.class, "'hour', 'chute' or 'hour,chute', which is usual")
                        .answers(Usage.class)
                        .by(this::usage),
                Route.get("prices", "/v1/prices", "The prices in force")
                        .query("at", Instant.class, "When; usually now")
                        .answers(PriceList.class)
                        .by(this::prices));
    }

    private Balance balance(Call<?> call) {
        String account = call.principal().account();
        return new Balance(account, ledger.balance(Ledger.wallet(account)));
    }

    private Page<LedgerTransaction> transactions(Call<?> call) {
        return ledger.transactions(Ledger.wallet(call.principal().account()), call.page());
    }

    private Usage usage(Call<?> call) {
        Instant now = clock.instant();
        Instant month = now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        Instant nextHour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return usage.report(
                call.principal().accountId(),
                instant(call, "from", month),
                instant(call, "to", nextHour),
                call.query("group").map(Group::of).orElse(Group.HOUR_AND_CHUTE));
    }

    private PriceList prices(Call<?> call) {
        try {
            return prices.at(instant(call, "at", clock.instant()));
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound(String.valueOf(e.getMessage()));
        }
    }

    private static Instant instant(Call<?> call, String parameter, Instant usual) {
        String text = call.query(parameter).orElse("");
        try {
            // Years of more than four digits have a sign, and no place in the database.
            if (!text.startsWith("+") && !text.startsWith("-")) {
                return text.isEmpty() ? usual : Instant.parse(text);
            }
        } catch (DateTimeException _) {
            // It is refused below.
        }
        throw ApiException.unprocessable(
                "The parameter %s must be a moment such as 2026-01-31T10:00:00Z, got '%s'".formatted(parameter, text));
    }
}
