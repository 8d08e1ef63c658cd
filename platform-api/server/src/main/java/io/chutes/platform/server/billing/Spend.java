package io.chutes.platform.server.billing;

import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What was spent on each day, UTC, as budgets look at it. Kept in the transaction that books the money; whoever adds for an account
 * or a chute holds the account's wallet, so that nobody waits in a circle.
 */
final class Spend {
    private static final String WHOLE_ACCOUNT = "";

    private static final String USED_UP = """
            select caps.period, caps.cap, caps.of_key, spent.amount
            from (
                select period, cap, false as of_key from budget
                where account_id = :account and scope = :scope and subject = :subject
                union all
                select 'TOTAL', spend_cap, true from api_key
                where :scope = 'KEY' and account_id = :account and id = :subject and spend_cap is not null
            ) caps
            cross join lateral (
                select sum(amount) as amount from spend
                where account_id = :account and scope = :scope and subject = :subject
                    and day >= case caps.period when 'DAY' then cast(:day as date)
                        when 'MONTH' then cast(:month as date) else '-infinity' end
            ) spent
            where spent.amount >= caps.cap and spent.amount - :amount < caps.cap""";

    private static final String LEFT = """
            select min(caps.cap - (
                select coalesce(sum(amount), 0) from spend
                where account_id = :account and scope = caps.scope and subject = caps.subject
                    and case caps.period when 'DAY' then day = :day
                        when 'MONTH' then day >= :month and day < cast(:month as date) + interval '1 month'
                        else true end))
            from (
                select scope, subject, period, cap from budget
                where account_id = :account and (scope = 'ACCOUNT' or (scope = 'CHUTE' and subject = :chute)
                    or (scope = 'KEY' and subject = :key))
                union all
                select 'KEY', id, 'TOTAL', spend_cap from api_key
                where account_id = :account and id = :key and spend_cap is not null
            ) caps""";

    /** What a call can cost at most by the caps that it counts against, below zero if they are exceeded; empty if there is none. */
    Optional<Money> left(Handle handle, ChargedCall call) {
        LocalDate day = LocalDate.ofInstant(call.at(), ZoneOffset.UTC);
        return handle.createQuery(LEFT)
                .bind("account", call.callerId())
                .bind("chute", call.fullChute())
                .bind("key", call.key())
                .bind("day", day)
                .bind("month", day.withDayOfMonth(1))
                .mapTo(BigDecimal.class)
                .findOne()
                .map(Money::new);
    }

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
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        handle.createUpdate("""
                        insert into spend as so_far (account_id, scope, subject, day, amount)
                        values (:account, :scope, :subject, :day, :amount)
                        on conflict (account_id, scope, subject, day)
                        do update set amount = so_far.amount + excluded.amount""")
                .bind("account", accountId)
                .bind("scope", scope.name())
                .bind("subject", subject)
                .bind("day", day)
                .bind("amount", amount.amount())
                .execute();
        // The row of that day is locked now: of all who add to it, one sees the sum pass the cap.
        handle.createQuery(USED_UP)
                .bind("account", accountId)
                .bind("scope", scope.name())
                .bind("subject", subject)
                .bind("day", day)
                .bind("month", day.withDayOfMonth(1))
                .bind("amount", amount.amount())
                .map((row, _) -> Cap.read(row))
                .forEach(cap -> Events.record(handle, cap.usedUp(accountId, scope, subject)));
    }

    /** A cap that has just been reached. */
    private record Cap(Period period, boolean ofKey, Money cap, Money spent) {
        static Cap read(ResultSet row) throws SQLException {
            return new Cap(
                    Period.valueOf(row.getString("period")),
                    row.getBoolean("of_key"),
                    new Money(row.getBigDecimal("cap")),
                    new Money(row.getBigDecimal("amount")));
        }

        Occurrence usedUp(long accountId, Scope scope, String subject) {
            String what = ofKey
                    ? "The spend cap of the key ck_%s_…".formatted(subject)
                    : "The %s budget of the %s%s"
                            .formatted(
                                    Budgets.word(period),
                                    scope.name().toLowerCase(Locale.ROOT),
                                    subject.isEmpty() ? "" : " '" + subject + "'");
            return Occurrence.of(
                            accountId,
                            ofKey ? "key.spend-cap-reached" : "budget.used-up",
                            "%s is used up: %s of %s USD are spent".formatted(what, spent, cap))
                    .with("scope", scope.name().toLowerCase(Locale.ROOT))
                    .with("subject", subject)
                    .with("cap", cap)
                    .with("spent", spent);
        }
    }
}
