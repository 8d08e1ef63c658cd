package io.chutes.platform.server.billing;

import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PaymentEvent.Deposited;
import io.chutes.platform.api.PaymentEvent.Refunded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of deposits and refunds. */
final class DepositRows {
    private static final String SELECT = """
            select deposit.*, account.name as account from deposit left join account on account.id = deposit.account_id
            """;

    /** A deposit that nobody else changes until the transaction ends. */
    Optional<Deposit> lock(Handle handle, long id) {
        return read(
                        handle,
                        handle.createQuery(SELECT + "where deposit.id = :id for update of deposit")
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /** The same, by what its provider calls it. */
    Optional<Deposit> lock(Handle handle, String provider, String reference) {
        return read(
                        handle,
                        handle.createQuery(SELECT
                                        + "where provider = :provider and reference = :reference for update of deposit")
                                .bind("provider", provider)
                                .bind("reference", reference))
                .stream()
                .findFirst();
    }

    List<Deposit> ofAccount(Handle handle, long accountId, long before, int limit) {
        return read(
                handle,
                handle.createQuery(SELECT + """
                                where deposit.account_id = :account and deposit.id < :before
                                order by deposit.id desc limit :limit""")
                        .bind("account", accountId)
                        .bind("before", before)
                        .bind("limit", limit));
    }

    List<Deposit> inSuspense(Handle handle, long before, int limit) {
        return read(
                handle, handle.createQuery(SELECT + """
                                where deposit.account_id is null and deposit.id < :before
                                order by deposit.id desc limit :limit""").bind("before", before).bind("limit", limit));
    }

    /** The account of that name that is not deleted: what came for one that is would be nobody's. */
    Optional<Long> account(Handle handle, String name) {
        return handle.createQuery("select id from account where name = :name and deleted_at is null")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    /** Those who run the platform and have not been told that. */
    List<Long> administratorsWithout(Handle handle, String type, String message) {
        return handle.createQuery("""
                        select account_id from account_role role where role = 'admin' and not exists (
                            select from event where event.account_id = role.account_id and type = :type
                                and message = :message)""")
                .bind("type", type)
                .bind("message", message)
                .mapTo(Long.class)
                .list();
    }

    void add(Handle handle, String provider, Deposited event, Optional<Long> account, String cause, Instant now) {
        handle.createUpdate("""
                        insert into deposit (provider, reference, payee, account_id, amount, transaction_id, received_at)
                        select :provider, :reference, :payee, :account, :amount, id, :now
                        from ledger_transaction where cause = :cause""")
                .bind("provider", provider)
                .bind("reference", event.id())
                .bind("payee", event.account())
                .bind("account", account.orElse(null))
                .bind("amount", event.amount().amount())
                .bind("now", now)
                .bind("cause", cause)
                .execute();
    }

    void refund(Handle handle, long deposit, Refunded event, String cause, Instant now) {
        handle.createUpdate("""
                        insert into refund (deposit_id, reference, amount, transaction_id, refunded_at)
                        select :deposit, :reference, :amount, id, :now from ledger_transaction where cause = :cause""")
                .bind("deposit", deposit)
                .bind("reference", event.id())
                .bind("amount", event.amount().amount())
                .bind("now", now)
                .bind("cause", cause)
                .execute();
    }

    void credit(Handle handle, long deposit, long account) {
        handle.createUpdate("update deposit set account_id = :account where id = :id")
                .bind("account", account)
                .bind("id", deposit)
                .execute();
    }

    private static List<Deposit> read(Handle handle, Query query) {
        return query.map((row, _) -> read(handle, row)).list();
    }

    private static Deposit read(Handle handle, ResultSet row) throws SQLException {
        @Nullable String account = row.getString("account");
        return new Deposit(
                row.getLong("id"),
                row.getString("provider"),
                row.getString("reference"),
                row.getString("payee"),
                account,
                new Money(row.getBigDecimal("amount")),
                refunds(handle, row.getLong("id")),
                row.getTimestamp("received_at").toInstant());
    }

    private static List<Deposit.Refund> refunds(Handle handle, long deposit) {
        return handle.createQuery("""
                        select reference, amount, refunded_at from refund where deposit_id = :deposit
                        order by transaction_id""")
                .bind("deposit", deposit)
                .map((row, _) -> new Deposit.Refund(
                        row.getString("reference"),
                        new Money(row.getBigDecimal("amount")),
                        row.getTimestamp("refunded_at").toInstant()))
                .list();
    }
}
