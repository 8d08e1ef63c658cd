package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import java.math.BigDecimal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of calls that are paid for, or should have been. */
final class CallChargeRows {
    /** What was paid for a call, if it is booked. */
    Optional<Money> paid(Handle handle, ChargedCall call) {
        return handle.createQuery("select amount from call_charge where id = :id")
                .bind("id", call.id())
                .mapTo(BigDecimal.class)
                .findOne()
                .map(Money::new);
    }

    /** Whether it was not there yet. */
    boolean add(Handle handle, ChargedCall call, Money paid, Money uncollected) {
        return handle.createUpdate("""
                                insert into call_charge (id, account_id, key_id, chute, at, millis, input_tokens,
                                    output_tokens, counted, amount, uncollected, transaction_id)
                                values (:id, :account, :key, :chute, :at, :millis, :input, :output, :counted, :amount,
                                    :uncollected, (select id from ledger_transaction where cause = :cause))
                                on conflict do nothing""")
                        .bind("id", call.id())
                        .bind("account", call.callerId())
                        .bind("key", call.key())
                        .bind("chute", call.fullChute())
                        .bind("at", call.at())
                        .bind("millis", call.took().toMillis())
                        .bind("input", call.inputTokens())
                        .bind("output", call.outputTokens())
                        .bind("counted", call.untold() == null)
                        .bind("amount", paid.amount())
                        .bind("uncollected", uncollected.amount())
                        .bind("cause", call.cause())
                        .execute()
                == 1;
    }
}
