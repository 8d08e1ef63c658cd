package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Moves what a call to somebody else's chute costs from the caller's wallet to its owner's. */
public final class CallCharges {
    private static final String UNCOUNTED = "chute.call-uncounted";

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
     * transaction. One whose tokens are not known is noted as that, and told the chute's owner: nothing is guessed.
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
        if (!call.counted()) {
            if (add(handle, call, Money.ZERO, null)) {
                tellOwner(handle, call);
            }
            return Money.ZERO;
        }
        Money cost = prices.at(handle, call.chuteId(), call.at())
                .map(price -> price.of(call.took(), call.inputTokens(), call.outputTokens()))
                .orElse(Money.ZERO);
        if (!cost.isPositive()) {
            return Money.ZERO;
        }
        String cause = "call:" + call.id();
        String chute = chute(call);
        String description = "call of %s, %s s, %d tokens in and %d out"
                .formatted(
                        chute, BigDecimal.valueOf(call.took().toMillis(), 3), call.inputTokens(), call.outputTokens());
        List<Entry> entries = List.of(
                new Entry(Ledger.wallet(call.caller()), cost.negated()), new Entry(Ledger.wallet(call.owner()), cost));
        if (ledger.post(handle, cause, description, entries)) {
            add(handle, call, cost, cause);
            spend.onCall(handle, call.callerId(), chute, call.key(), call.at(), cost);
        }
        return cost;
    }

    private static String chute(ChargedCall call) {
        return call.owner() + "/" + call.chute();
    }

    /** Whether it was not there yet. */
    private static boolean add(Handle handle, ChargedCall call, Money cost, @Nullable String cause) {
        return handle.createUpdate("""
                                insert into call_charge (id, account_id, key_id, chute, at, millis, input_tokens,
                                    output_tokens, counted, amount, transaction_id)
                                values (:id, :account, :key, :chute, :at, :millis, :input, :output, :counted, :amount,
                                    (select id from ledger_transaction where cause = :cause))
                                on conflict do nothing""")
                        .bind("id", call.id())
                        .bind("account", call.callerId())
                        .bind("key", call.key())
                        .bind("chute", chute(call))
                        .bind("at", call.at())
                        .bind("millis", call.took().toMillis())
                        .bind("input", call.inputTokens())
                        .bind("output", call.outputTokens())
                        .bind("counted", call.counted())
                        .bind("amount", cost.amount())
                        .bind("cause", cause)
                        .execute()
                == 1;
    }

    // Once an hour is enough: it is about what the chute answers, not about one call.
    private static void tellOwner(Handle handle, ChargedCall call) {
        handle.createQuery("""
                        select account_id from chute where id = :chute and not exists (
                            select from event where event.account_id = chute.account_id and event.chute = chute.name
                                and type = :type and event.at > now() - interval '1 hour')""")
                .bind("chute", call.chuteId())
                .bind("type", UNCOUNTED)
                .mapTo(Long.class)
                .findOne()
                .map(owner -> Occurrence.of(
                                owner,
                                UNCOUNTED,
                                "A call that is priced by tokens was answered without a 'usage' that counts them, and "
                                        + "cost nothing; let the chute report it, in streams too")
                        .chute(call.chute())
                        .with("call", call.id()))
                .ifPresent(told -> Events.record(handle, told));
    }
}
