package io.chutes.platform.server.billing;

import io.chutes.platform.api.Balance;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Play money for whoever asks, at {@code /v1/deposits/faucet}; only for a platform that is embedded. */
public final class Faucet implements ApiRoutes {
    /** The route's name in {@code Permissions}. */
    public static final String ROUTE = "POST /v1/deposits/faucet";

    private static final Money MOST = Money.of("1000");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Database database;
    private final Ledger ledger;

    public Faucet(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post("faucet", "/v1/deposits/faucet", "Asks an embedded platform for play money")
                .takes(FaucetDeposit.class)
                .creates(Balance.class)
                .or(200)
                .by(this::deposit));
    }

    private Balance deposit(Call<FaucetDeposit> call) {
        FaucetDeposit deposit = call.body();
        checkId(deposit.id());
        checkAmount(deposit.amount());
        String account = call.principal().account();
        String wallet = Ledger.wallet(account);
        if (!pour(call.principal(), wallet, deposit)) {
            call.status(200);
        }
        return new Balance(account, ledger.balance(wallet));
    }

    private boolean pour(Principal to, String wallet, FaucetDeposit deposit) {
        String cause = "faucet:%s:%s".formatted(to.account(), deposit.id());
        List<Entry> entries =
                List.of(new Entry(Ledger.FAUCET, deposit.amount().negated()), new Entry(wallet, deposit.amount()));
        try {
            return database.jdbi().inTransaction(handle -> {
                boolean poured = ledger.post(handle, cause, "play money for " + to.account(), entries);
                if (poured) {
                    Events.record(
                            handle,
                            Occurrence.of(
                                            to.accountId(),
                                            "deposit.credited",
                                            "%s USD of play money".formatted(deposit.amount()))
                                    .with("amount", deposit.amount())
                                    .with("reference", deposit.id()));
                }
                return poured;
            });
        } catch (CauseConflictException _) {
            throw ApiException.conflict(
                    "The deposit %s was made before with another amount; use a new id".formatted(deposit.id()));
        }
    }

    private static void checkId(@Nullable String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw ApiException.unprocessable(
                    "/id",
                    "pattern",
                    "The id must be 1 to 64 letters, digits, dots, hyphens or underscores, got '%s'".formatted(id));
        }
    }

    private static void checkAmount(@Nullable Money amount) {
        if (amount == null || !amount.isPositive() || amount.compareTo(MOST) > 0) {
            throw ApiException.unprocessable(
                    "/amount",
                    "range",
                    "The amount must be more than 0 and at most 1000 USD, got %s".formatted(amount));
        }
    }
}
