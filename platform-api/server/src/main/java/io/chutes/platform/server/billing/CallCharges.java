package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.storage.Database;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Moves what a call to somebody else's chute costs from the caller's wallet to its owner's: no more than is left of that wallet and of
 * the caps that the call counts against, whatever the chute says that it took.
 */
public final class CallCharges {
    private final Database database;
    private final Ledger ledger;
    private final ChutePrices prices;
    private final Spend spend = new Spend();
    private final CallChargeRows rows = new CallChargeRows();

    public CallCharges(Database database, Ledger ledger, ChutePrices prices) {
        this.database = database;
        this.ledger = ledger;
        this.prices = prices;
    }

    /**
     * Books a call at the price that was asked when it began. Booking it again changes nothing; one that costs nothing leaves no
     * transaction. One whose tokens are not known is noted as that: nothing is guessed. Of that, and of what could not be collected,
     * the chute's owner hears.
     *
     * @return what was paid for it
     */
    public Money book(ChargedCall call) {
        return database.jdbi().inTransaction(handle -> book(handle, call));
    }

    /** Counts what calls to chutes of their keys' own accounts take of instances: against those keys' budgets, and against nothing else. */
    public void count(Map<CallingKey, Money> shares, Instant at) {
        database.jdbi().useTransaction(handle -> shares.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparingLong(CallingKey::accountId).thenComparing(CallingKey::id)))
                .forEach(share -> spend.byKey(
                        handle, share.getKey().accountId(), share.getKey().id(), at, share.getValue())));
    }

    private Money book(Handle handle, ChargedCall call) {
        if (call.untold() != null) {
            if (rows.add(handle, call, Money.ZERO, Money.ZERO)) {
                OwnerNotice.UNCOUNTED.tell(
                        handle, call, "A call that is priced by tokens cost nothing: " + call.untold());
            }
            return Money.ZERO;
        }
        Money cost = prices.at(handle, call.chuteId(), call.at())
                .map(price -> price.of(call.took(), call.inputTokens(), call.outputTokens()))
                .orElse(Money.ZERO);
        return cost.isPositive() ? collect(handle, call, cost) : Money.ZERO;
    }

    private Money collect(Handle handle, ChargedCall call, Money cost) {
        String wallet = Ledger.wallet(call.caller());
        // From here on nobody else spends of it.
        ledger.hold(handle, List.of(wallet, Ledger.wallet(call.owner())));
        Optional<Money> before = rows.paid(handle, call);
        if (before.isPresent()) {
            return before.get();
        }
        Money paid = least(cost, ledger.balance(handle, wallet), spend.left(handle, call));
        Money uncollected = cost.plus(paid.negated());
        if (paid.isPositive()) {
            ledger.post(handle, call.cause(), description(call), entries(call, paid));
            spend.onCall(handle, call.callerId(), call.fullChute(), call.key(), call.at(), paid);
        }
        rows.add(handle, call, paid, uncollected);
        if (uncollected.isPositive()) {
            OwnerNotice.UNCOLLECTED.tell(
                    handle,
                    call,
                    "Of a call that cost %s USD, %s are paid: its caller has no more, or may spend no more"
                            .formatted(cost, paid));
        }
        return paid;
    }

    private static Money least(Money cost, Money balance, Optional<Money> ofCaps) {
        Money least = cost.compareTo(balance) < 0 ? cost : balance;
        least = ofCaps.isPresent() && ofCaps.get().compareTo(least) < 0 ? ofCaps.get() : least;
        return least.isPositive() ? least : Money.ZERO;
    }

    private static String description(ChargedCall call) {
        return "call of %s, %s s, %d tokens in and %d out"
                .formatted(
                        call.fullChute(),
                        BigDecimal.valueOf(call.took().toMillis(), 3),
                        call.inputTokens(),
                        call.outputTokens());
    }

    private static List<Entry> entries(ChargedCall call, Money paid) {
        return List.of(
                new Entry(Ledger.wallet(call.caller()), paid.negated()), new Entry(Ledger.wallet(call.owner()), paid));
    }
}
