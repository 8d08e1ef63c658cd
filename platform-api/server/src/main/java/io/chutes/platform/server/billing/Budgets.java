package io.chutes.platform.server.billing;

import io.chutes.platform.api.Budget;
import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.PageQuery;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The budgets of all accounts. */
public final class Budgets {
    private static final String SELECT = """
            select budget.id, budget.scope, budget.subject, budget.period, budget.cap,
                (select coalesce(sum(spend.amount), 0) from spend
                 where spend.account_id = budget.account_id and spend.scope = budget.scope
                    and spend.subject = budget.subject
                    and spend.day >= case budget.period when 'DAY' then cast(:today as date)
                        when 'MONTH' then cast(:month as date) else '-infinity' end) as spent
            from budget
            where budget.account_id = :account
            """;

    private final Database database;
    private final InstantSource clock;

    public Budgets(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** When a period that runs now is over; empty if never. */
    static Optional<Instant> resetsAt(Period period, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return switch (period) {
            case DAY -> Optional.of(midnight(today.plusDays(1)));
            case MONTH -> Optional.of(midnight(today.withDayOfMonth(1).plusMonths(1)));
            case TOTAL -> Optional.empty();
        };
    }

    /** As in "the daily budget". */
    static String word(Period period) {
        return switch (period) {
            case DAY -> "daily";
            case MONTH -> "monthly";
            case TOTAL -> "total";
        };
    }

    /**
     * A new one.
     *
     * @throws ApiException 422 if there can be none like it, 409 if there is one for the same and the same period
     */
    public Budget create(long accountId, NewBudget wanted) {
        String subject = BudgetRules.checkSubject(wanted);
        BudgetRules.checkCap(wanted.cap());
        return database.jdbi().inTransaction(handle -> {
            if (wanted.scope() == Scope.KEY) {
                BudgetRules.requireKey(handle, accountId, subject);
            }
            long id = handle.createQuery("""
                            insert into budget (account_id, scope, subject, period, cap, created_at)
                            values (:account, :scope, :subject, :period, :cap, :now)
                            on conflict do nothing returning id""")
                    .bind("account", accountId)
                    .bind("scope", wanted.scope().name())
                    .bind("subject", subject)
                    .bind("period", wanted.period().name())
                    .bind("cap", wanted.cap().amount())
                    .bind("now", clock.instant())
                    .mapTo(Long.class)
                    .findOne()
                    .orElseThrow(() ->
                            ApiException.conflict("There is a %s budget for this %s already; change its cap instead"
                                    .formatted(
                                            word(wanted.period()),
                                            wanted.scope().name().toLowerCase(Locale.ROOT))));
            Budget made = one(handle, accountId, id).orElseThrow();
            tell(handle, accountId, "budget.created", made);
            return made;
        });
    }

    /** The account's budgets, newest first. */
    Page<Budget> list(long accountId, PageQuery query) {
        List<Budget> found = database.jdbi().withHandle(handle -> select(
                        handle, accountId, "and budget.id < :before order by budget.id desc limit :limit")
                .bind("before", query.before())
                .bind("limit", query.enough())
                .map((row, _) -> read(row, clock.instant()))
                .list());
        return query.page(found, Budget::id);
    }

    Optional<Budget> one(long accountId, long id) {
        return database.jdbi().withHandle(handle -> one(handle, accountId, id));
    }

    /**
     * Gives it another cap; empty if there is none of that id.
     *
     * @param unless is told the cap as it was, and throws if it is not what the caller saw
     */
    Optional<Budget> cap(long accountId, long id, Money cap, Consumer<Money> unless) {
        BudgetRules.checkCap(cap);
        return database.jdbi().inTransaction(handle -> {
            handle.createQuery("select cap from budget where account_id = :account and id = :id for update")
                    .bind("account", accountId)
                    .bind("id", id)
                    .mapTo(BigDecimal.class)
                    .findOne()
                    .ifPresent(before -> unless.accept(new Money(before)));
            handle.createUpdate("update budget set cap = :cap where account_id = :account and id = :id")
                    .bind("cap", cap.amount())
                    .bind("account", accountId)
                    .bind("id", id)
                    .execute();
            Optional<Budget> changed = one(handle, accountId, id);
            changed.ifPresent(budget -> tell(handle, accountId, "budget.changed", budget));
            return changed;
        });
    }

    /** Whether there was one. */
    boolean delete(long accountId, long id) {
        return database.jdbi().inTransaction(handle -> {
            Optional<Budget> budget = one(handle, accountId, id);
            boolean deleted = handle.createUpdate("delete from budget where account_id = :account and id = :id")
                            .bind("account", accountId)
                            .bind("id", id)
                            .execute()
                    > 0;
            if (deleted) {
                tell(handle, accountId, "budget.deleted", budget.orElseThrow());
            }
            return deleted;
        });
    }

    private static void tell(Handle handle, long accountId, String type, Budget budget) {
        String scope = budget.scope().name().toLowerCase(Locale.ROOT);
        Occurrence told = Occurrence.of(
                        accountId,
                        type,
                        "The %s budget of %s USD for the %s".formatted(word(budget.period()), budget.cap(), scope)
                                + (budget.subject() == null ? "" : " '" + budget.subject() + "'"))
                .with("budget", budget.id())
                .with("scope", scope)
                .with("cap", budget.cap());
        Events.record(handle, budget.subject() == null ? told : told.with("subject", budget.subject()));
    }

    private Optional<Budget> one(Handle handle, long accountId, long id) {
        return select(handle, accountId, "and budget.id = :id")
                .bind("id", id)
                .map((row, _) -> read(row, clock.instant()))
                .findOne();
    }

    private Query select(Handle handle, long accountId, String which) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return handle.createQuery(SELECT + which)
                .bind("account", accountId)
                .bind("today", today)
                .bind("month", today.withDayOfMonth(1));
    }

    private static Budget read(ResultSet row, Instant now) throws SQLException {
        Period period = Period.valueOf(row.getString("period"));
        String subject = row.getString("subject");
        return new Budget(
                row.getLong("id"),
                Scope.valueOf(row.getString("scope")),
                subject.isEmpty() ? null : subject,
                period,
                new Money(row.getBigDecimal("cap")),
                new Money(row.getBigDecimal("spent")),
                resetsAt(period, now).orElse(null));
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
