package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.PageQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The platform's double-entry book. A transaction's entries sum to zero and its cause is unique; what is booked is never
 * changed. The database refuses anything else, whoever writes to it.
 */
public final class Ledger {
    /** Where the cost of instances goes. */
    public static final String REVENUE = "platform:revenue";

    /** Where play money comes from. */
    public static final String FAUCET = "platform:faucet";

    /** Where deposits for accounts wait that are not there. */
    static final String SUSPENSE = "platform:suspense";

    private final Database database;

    public Ledger(Database database) {
        this.database = database;
    }

    /** The ledger account that holds what an account can spend. */
    public static String wallet(String account) {
        return "wallet:" + account;
    }

    /** The ledger account that holds what an account cannot spend for now. */
    public static String escrow(String account) {
        return "escrow:" + account;
    }

    /** The ledger account that holds what an account earns by the nodes that it provides. */
    public static String earnings(String account) {
        return "earnings:" + account;
    }

    /** The ledger account of what a payment provider holds for the platform, below zero as it comes in. */
    static String payments(String provider) {
        return "platform:payments:" + provider;
    }

    /**
     * Takes ledger accounts for this database transaction: nobody else books in them until it ends. Whoever posts more than
     * once in one transaction begins with this, so that two of them never wait for each other. The platform's own are left
     * to all.
     */
    public void hold(Handle handle, Collection<String> ledgerAccounts) {
        // Always in the same order; new ones come into being first, since they can only be waited for so.
        handle.createUpdate("""
                        insert into ledger_account (name)
                        select name from unnest(cast(:names as text[])) name
                        where not exists (select from ledger_account known where known.name = name.name)
                        order by name collate "C"
                        on conflict (name) do nothing""")
                .bindArray("names", String.class, ledgerAccounts)
                .execute();
        await(handle, ledgerAccounts);
    }

    /** Waits until nobody else books in them, and takes those that there are. */
    void await(Handle handle, Collection<String> ledgerAccounts) {
        handle.createQuery("""
                        select id from ledger_account where name = any(:names) and running
                        order by name collate "C" for no key update""")
                .bindArray("names", String.class, ledgerAccounts)
                .mapTo(Long.class)
                .list();
    }

    /**
     * Books a transaction, once for each cause. Ledger accounts come into being with their first entry.
     *
     * @param entries at least two, each of another ledger account, none zero, together zero: else the database refuses
     *     the transaction, if need be only when {@code handle} commits
     * @return false if it was booked before
     * @throws CauseConflictException if the cause was booked before with other entries
     */
    public boolean post(Handle handle, String cause, String description, List<Entry> entries) {
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparing(Entry::account)).toList();
        return handle.inTransaction(transaction -> {
            hold(transaction, sorted.stream().map(Entry::account).toList());
            Optional<Long> id = open(transaction, cause, description);
            if (id.isEmpty()) {
                refuseOther(transaction, cause, sorted);
                return false;
            }
            sorted.forEach(entry -> add(transaction, id.get(), entry));
            return true;
        });
    }

    /** What a ledger account holds; zero if it never had an entry. */
    public Money balance(Handle handle, String ledgerAccount) {
        return new Money(handle.createQuery("""
                        select case when account.running
                            then (select amount from ledger_balance where account_id = account.id)
                            else (select sum(amount) from ledger_entry where account_id = account.id) end
                        from ledger_account account
                        where account.name = :name""")
                .bind("name", ledgerAccount)
                .mapTo(BigDecimal.class)
                .findOne()
                .orElse(BigDecimal.ZERO));
    }

    /** What a ledger account holds now. */
    public Money balance(String ledgerAccount) {
        return database.jdbi().withHandle(handle -> balance(handle, ledgerAccount));
    }

    /** The transactions that touch a ledger account, newest first. */
    public Page<LedgerTransaction> transactions(String ledgerAccount, PageQuery query) {
        return database.jdbi().inTransaction(handle -> {
            List<Booked> booked = handle.createQuery("""
                            select tx.id, tx.cause, tx.at, tx.description
                            from ledger_entry entry
                            join ledger_account account on account.id = entry.account_id
                            join ledger_transaction tx on tx.id = entry.transaction_id
                            where account.name = :name and entry.transaction_id < :before
                            order by entry.transaction_id desc
                            limit :limit""")
                    .bind("name", ledgerAccount)
                    .bind("before", query.before())
                    .bind("limit", query.enough())
                    .map((row, _) -> new Booked(
                            row.getLong("id"),
                            row.getString("cause"),
                            row.getTimestamp("at").toInstant(),
                            row.getString("description")))
                    .list();
            return query.page(booked, Booked::id).map(one -> one.with(entries(handle, one.id())));
        });
    }

    private static Optional<Long> open(Handle handle, String cause, String description) {
        return handle.createQuery("""
                        insert into ledger_transaction (cause, description) values (:cause, :description)
                        on conflict (cause) do nothing returning id""")
                .bind("cause", cause)
                .bind("description", description)
                .mapTo(Long.class)
                .findOne();
    }

    private static void add(Handle handle, long transaction, Entry entry) {
        handle.createUpdate("""
                        insert into ledger_entry (transaction_id, account_id, amount)
                        select :transaction, id, :amount from ledger_account where name = :name""")
                .bind("transaction", transaction)
                .bind("name", entry.account())
                .bind("amount", entry.amount().amount())
                .execute();
    }

    private static void refuseOther(Handle handle, String cause, List<Entry> now) {
        List<Entry> before = handle.createQuery("select id from ledger_transaction where cause = :cause")
                .bind("cause", cause)
                .mapTo(Long.class)
                .findOne()
                .map(id -> entries(handle, id))
                .orElseThrow();
        if (!before.equals(now)) {
            throw new CauseConflictException(
                    "%s was booked before as %s, which is not %s".formatted(cause, before, now));
        }
    }

    private static List<Entry> entries(Handle handle, long transaction) {
        return handle
                .createQuery("""
                        select account.name, entry.amount
                        from ledger_entry entry join ledger_account account on account.id = entry.account_id
                        where entry.transaction_id = :id""")
                .bind("id", transaction)
                .map((row, _) -> new Entry(row.getString("name"), new Money(row.getBigDecimal("amount"))))
                .stream()
                .sorted(Comparator.comparing(Entry::account))
                .toList();
    }

    private record Booked(long id, String cause, Instant at, String description) {
        LedgerTransaction with(List<Entry> entries) {
            return new LedgerTransaction(id, cause, at, description, entries);
        }
    }
}
