package io.chutes.platform.server.billing;

import io.chutes.platform.api.Balance;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Play money for whoever asks, at {@code /v1/deposits/faucet}; only for a platform that is embedded. */
public final class Faucet implements ApiRoutes {
    private static final Money MOST = Money.of("1000");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Database database;
    private final Keys keys;
    private final Ledger ledger;

    public Faucet(Database database, Keys keys, Ledger ledger) {
        this.database = database;
        this.keys = keys;
        this.ledger = ledger;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.post("/v1/deposits/faucet", this::deposit);
    }

    private void deposit(Context context) {
        Principal caller = keys.authenticate(context.header("Authorization"));
        FaucetDeposit deposit = JsonBodies.read(context, FaucetDeposit.class);
        checkId(deposit.id());
        checkAmount(deposit.amount());
        String wallet = Ledger.wallet(caller.account());
        boolean isNew = pour(caller.account(), wallet, deposit);
        context.status(isNew ? 201 : 200).json(new Balance(caller.account(), ledger.balance(wallet)));
    }

    private boolean pour(String account, String wallet, FaucetDeposit deposit) {
        String cause = "faucet:%s:%s".formatted(account, deposit.id());
        List<Entry> entries =
                List.of(new Entry(Ledger.FAUCET, deposit.amount().negated()), new Entry(wallet, deposit.amount()));
        try {
            return database.jdbi()
                    .inTransaction(handle -> ledger.post(handle, cause, "play money for " + account, entries));
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
