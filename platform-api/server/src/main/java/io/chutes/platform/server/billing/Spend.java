package io.chutes.platform.server.billing;

import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * What was spent on each day, UTC, as budgets look at it. Kept in the transaction that books the money; whoever adds for an account
 * or a chute holds the account's wallet, so that nobody waits in a circle.
 */
final class Spend {
    private static final String WHOLE_ACCOUNT = "";

    void onInstance(Handle handle, long accountId, String chute, HourPart part) {
        add(handle, accountId, Scope.ACCOUNT, WHOLE_ACCOUNT, part.from(), part.amount());
        add(handle, accountId, Scope.CHUTE, chute, part.from(), part.amount());
    }

    void onCall(Handle handle, long accountId, String chute, String key, Instant at, Money amount) {
        add(handle, accountId, Scope.ACCOUNT, WHOLE_ACCOUNT, at, amount);
        add(handle, accountId, Scope.CHUTE, chute, at, amount);
        byKey(handle, accountId, key, at, amount);
    }

    void byKey(Handle handle, long accountId, String key, Instant at, Money amount) {
        add(handle, accountId, Scope.KEY, key, at, amount);
    }

    private static void add(Handle handle, long accountId, Scope scope, String subject, Instant at, Money amount) {
        if (!amount.isPositive()) {
            return;
        }
        handle.createUpdate("""
                        insert into spend as so_far (account_id, scope, subject, day, amount)
                        values (:account, :scope, :subject, :day, :amount)
                        on conflict (account_id, scope, subject, day)
                        do update set amount = so_far.amount + excluded.amount""")
                .bind("account", accountId)
                .bind("scope", scope.name())
                .bind("subject", subject)
                .bind("day", LocalDate.ofInstant(at, ZoneOffset.UTC))
                .bind("amount", amount.amount())
                .execute();
    }
}
