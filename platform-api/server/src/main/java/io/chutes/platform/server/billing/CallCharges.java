package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.storage.Database;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Moves what a call to somebody else's chute costs from the caller's wallet to its owner's. */
public final class CallCharges {
    private final Database database;
    private final Ledger ledger;
    private final ChutePrices prices;
    private final Spend spend = new Spend();

    public CallCharges(Database database, Ledger ledger, ChutePrices prices) {
        this.database = database;
        this.ledger = ledger;
        this.prices = prices;
    }

    /**
     * Books a call at the price that was asked when it began. Booking it again changes nothing; one that costs nothing leaves no
     * transaction.
     *
     * @return what it cost
     */
    public Money book(ChargedCall call) {
        return database.jdbi().inTransaction(handle -> book(handle, call));
    }

    /** Counts what a call to a chute of the account's own takes of its instance: against its key's budgets, and against nothing else. */
    public void count(long accountId, String key, Instant at, Money share) {
        database.jdbi().useTransaction(handle -> spend.byKey(handle, accountId, key, at, share));
    }

    private Money book(Handle handle, ChargedCall call) {
        Money cost = prices.at(handle, call.chuteId(), call.at())
                .map(price -> price.of(call.took(), call.inputTokens(), call.outputTokens()))
                .orElse(Money.ZERO);
        if (!cost.isPositive()) {
            return Money.ZERO;
        }
        String cause = "call:" + call.id();
        String chute = call.owner() + "/" + call.chute();
        String description = "call of %s, %s s, %d tokens in and %d out"
                .formatted(
                        chute, BigDecimal.valueOf(call.took().toMillis(), 3), call.inputTokens(), call.outputTokens());
        List<Entry> entries = List.of(
                new Entry(Ledger.wallet(call.caller()), cost.negated()), new Entry(Ledger.wallet(call.owner()), cost));
        if (ledger.post(handle, cause, description, entries)) {
            add(handle, call, chute, cost, cause);
            spend.onCall(handle, call.callerId(), chute, call.key(), call.at(), cost);
        }
        return cost;
    }

    private static void add(Handle handle, ChargedCall call, String chute, Money cost, String cause) {
        handle.createUpdate("""
                        insert into call_charge (id, account_id, key_id, chute, at, millis, input_tokens, output_tokens,
                            amount, transaction_id)
                        select :id, :account, :key, :chute, :at, :millis, :input, :output, :amount, id
                        from ledger_transaction where cause = :cause""")
                .bind("id", call.id())
                .bind("account", call.callerId())
                .bind("key", call.key())
                .bind("chute", chute)
                .bind("at", call.at())
                .bind("millis", call.took().toMillis())
                .bind("input", call.inputTokens())
                .bind("output", call.outputTokens())
                .bind("amount", cost.amount())
                .bind("cause", cause)
                .execute();
    }
}
