package io.chutes.platform.server.billing;

import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Whether somebody may spend: whether he is still there with anything in the wallet, and no budget is used up. */
public final class Credit {
    private static final String LOOK = """
            select coalesce((select held.amount
                    from ledger_account wallet join ledger_balance held on held.account_id = wallet.id
                    where wallet.name = :wallet), 0) as balance,
                (select coalesce(sum(amount), 0) from spend
                    where account_id = :account and scope = 'KEY' and subject = :key) as key_spent,
                exists (select from budget
                    where account_id = :account and scope = 'KEY' and subject = :key) as key_has_budget,
                exists (select from budget where account_id = :account) as has_budget,
                exists (select from account where id = :account and deleted_at is not null) as deleted,
                used_up.*
            from (values (1)) one
            left join (
                select budget.scope, budget.subject, budget.period, budget.cap,
                    coalesce(sum(spend.amount), 0) + case budget.scope
                        when 'ACCOUNT' then :pending when 'CHUTE' then :pendingChute else :pendingKey end as spent
                from budget
                left join spend on spend.account_id = budget.account_id and spend.scope = budget.scope
                    and spend.subject = budget.subject
                    and spend.day >= case budget.period when 'DAY' then cast(:today as date)
                        when 'MONTH' then cast(:month as date) else '-infinity' end
                where budget.account_id = :account
                    and (budget.scope = 'ACCOUNT' or (budget.scope = 'CHUTE' and budget.subject = :chute)
                        or (budget.scope = 'KEY' and budget.subject = :key))
                group by budget.id
            ) used_up on used_up.spent >= used_up.cap
            order by used_up.period desc, used_up.scope
            limit 1""";

    private static final Money AMPLE = Money.of("1");

    private final Database database;
    private final InstantSource clock;

    public Credit(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How somebody stands.
     *
     * @param refusal why nothing more may be spent now, in a sentence for the account's owner; null if it may
     * @param keyIsCapped whether what the key spends is to be counted
     * @param ample whether it will be so for a while yet: there is more than a dollar, and nothing that caps
     */
    public record Standing(@Nullable String refusal, boolean keyIsCapped, boolean ample) {}

    /** Why nothing more may be spent now, in a sentence for the account's owner; empty if it may. */
    public Optional<String> refusal(Spender spender) {
        return Optional.ofNullable(of(spender, Pending.NONE).refusal());
    }

    /** How somebody stands, with what is not booked yet. */
    public Standing of(Spender spender, Pending pending) {
        return database.jdbi().withHandle(handle -> of(handle, spender, pending));
    }

    private Standing of(Handle handle, Spender spender, Pending pending) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return handle.createQuery(LOOK)
                .bind("wallet", Ledger.wallet(spender.account()))
                .bind("account", spender.accountId())
                .bind("chute", spender.chute())
                .bind("key", spender.keyId())
                .bind("pending", pending.wallet().amount())
                .bind("pendingChute", pending.chute().amount())
                .bind("pendingKey", pending.key().amount())
                .bind("today", today)
                .bind("month", today.withDayOfMonth(1))
                .map((row, _) -> standing(row, spender, pending, now))
                .one();
    }

    private static Standing standing(ResultSet row, Spender spender, Pending pending, Instant now) throws SQLException {
        Spender.Key key = spender.key();
        boolean capped = key != null && (key.cap() != null || row.getBoolean("key_has_budget"));
        if (row.getBoolean("deleted")) {
            return new Standing("The account '%s' was deleted".formatted(spender.account()), capped, false);
        }
        Money balance = new Money(row.getBigDecimal("balance"));
        if (balance.compareTo(pending.wallet()) <= 0) {
            return new Standing(
                    "The account '%s' is out of credit; deposit some to call and run chutes"
                            .formatted(spender.account()),
                    capped,
                    false);
        }
        if (key != null && key.cap() != null) {
            Money spent = new Money(row.getBigDecimal("key_spent")).plus(pending.key());
            if (spent.compareTo(key.cap()) >= 0) {
                return new Standing(
                        new UsedUp(Scope.KEY, key.id(), Period.TOTAL, key.cap(), spent).sentence(spender, now),
                        true,
                        false);
            }
        }
        UsedUp budget = UsedUp.read(row);
        boolean ample = !capped
                && !row.getBoolean("has_budget")
                && balance.compareTo(pending.wallet().plus(AMPLE)) > 0;
        return new Standing(budget == null ? null : budget.sentence(spender, now), capped, ample);
    }

    /** A budget that is used up. */
    private record UsedUp(Scope scope, String subject, Period period, Money cap, Money spent) {
        static @Nullable UsedUp read(ResultSet row) throws SQLException {
            String scope = row.getString("scope");
            return scope == null
                    ? null
                    : new UsedUp(
                            Scope.valueOf(scope),
                            row.getString("subject"),
                            Period.valueOf(row.getString("period")),
                            new Money(row.getBigDecimal("cap")),
                            new Money(row.getBigDecimal("spent")));
        }

        String sentence(Spender spender, Instant now) {
            String whose =
                    switch (scope) {
                        case ACCOUNT -> "account '" + spender.account() + "'";
                        case CHUTE -> "chute '" + subject + "'";
                        case KEY -> "key ck_" + subject + "_…";
                    };
            String until = Budgets.resetsAt(period, now)
                    .map(at -> "it resets at " + at + "; to spend more before, raise the cap")
                    .orElse("it never resets; to spend more, raise the cap");
            return "The %s budget of %s is used up: %s of %s USD are spent; %s"
                    .formatted(Budgets.word(period), whose, spent, cap, until);
        }
    }
}
