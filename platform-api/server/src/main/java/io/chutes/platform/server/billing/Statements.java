package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Statement.Line;
import io.chutes.platform.api.UsageGap;
import io.chutes.platform.server.storage.Database;
import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Months of accounts' books. A statement is read in slices, so that its length costs no memory, and no connection waits for who
 * reads it; what it says is fixed when it begins, since entries are numbered in order and never change.
 */
public final class Statements {
    private static final int SLICE = 10_000;

    private final Database database;
    private final Ledger ledger;
    private final UsageRows usage = new UsageRows();

    public Statements(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** Where a statement is written to, in this order. */
    public interface Target {
        void open(Money opening) throws IOException;

        void line(Line line) throws IOException;

        void close(Money closing, List<UsageGap> gaps) throws IOException;
    }

    /** Writes the statement of a month. */
    void write(long accountId, String account, Book book, YearMonth month, Target target) throws IOException {
        Instant from = start(month);
        Instant to = start(month.plusMonths(1));
        String ledgerAccount = book.of(account);
        Extent extent = database.jdbi().inTransaction(handle -> extent(handle, ledgerAccount, from, to));
        List<UsageGap> gaps = book == Book.WALLET
                ? database.jdbi().withHandle(handle -> usage.gaps(handle, accountId, from, to))
                : List.of();
        target.open(extent.opening().balance());
        for (long number = extent.opening().number(); number < extent.closing().number(); number += SLICE) {
            long after = number;
            long last = Math.min(after + SLICE, extent.closing().number());
            for (Line line : database.jdbi().withHandle(handle -> lines(handle, ledgerAccount, after, last))) {
                target.line(line);
            }
        }
        target.close(extent.closing().balance(), gaps);
    }

    // Held for a moment: a booking that began before the month ended is waited for, and counts.
    private Extent extent(Handle handle, String ledgerAccount, Instant from, Instant to) {
        ledger.await(handle, List.of(ledgerAccount));
        return new Extent(lastBefore(handle, ledgerAccount, from), lastBefore(handle, ledgerAccount, to));
    }

    private static Point lastBefore(Handle handle, String ledgerAccount, Instant moment) {
        return handle.createQuery("""
                        select number, balance from ledger_entry
                        where account_id = (select id from ledger_account where name = :name)
                            and at < :moment and number is not null
                        order by at desc, number desc limit 1""")
                .bind("name", ledgerAccount)
                .bind("moment", moment)
                .map((row, _) -> new Point(row.getLong("number"), new Money(row.getBigDecimal("balance"))))
                .findOne()
                .orElse(Point.BEGINNING);
    }

    private static List<Line> lines(Handle handle, String ledgerAccount, long after, long last) {
        return handle.createQuery("""
                        select entry.number, entry.at, tx.cause, tx.description, entry.amount, entry.balance
                        from ledger_entry entry join ledger_transaction tx on tx.id = entry.transaction_id
                        where entry.account_id = (select id from ledger_account where name = :name)
                            and entry.number > :after and entry.number <= :last
                        order by entry.number""")
                .bind("name", ledgerAccount)
                .bind("after", after)
                .bind("last", last)
                .map((row, _) -> new Line(
                        row.getLong("number"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("cause"),
                        row.getString("description"),
                        new Money(row.getBigDecimal("amount")),
                        new Money(row.getBigDecimal("balance"))))
                .list();
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The book after one of its entries. */
    private record Point(long number, Money balance) {
        static final Point BEGINNING = new Point(0, Money.ZERO);
    }

    private record Extent(Point opening, Point closing) {}
}
