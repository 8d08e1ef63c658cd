package io.chutes.platform.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whoever writes to it: plain SQL on a plain connection. */
final class LedgerRulesTest {
    private Database database;
    private Handle handle;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh();
        handle = database.jdbi().open();
        connection = handle.getConnection();
        connection.setAutoCommit(false);
        execute("insert into ledger_account (name) values ('a'), ('b'), ('c')");
        connection.commit();
    }

    @AfterEach
    void close() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        handle.close();
        database.close();
    }

    @Test
    void takesABalancedTransaction() throws SQLException {
        book("fine", "a", "-3", "b", "1", "c", "2");

        connection.commit();

        assertThat(count("ledger_transaction")).isEqualTo(1);
        assertThat(count("ledger_entry")).isEqualTo(3);
    }

    @Test
    void refusesAnUnbalancedTransactionAtCommit() throws SQLException {
        book("unbalanced", "a", "-1", "b", "0.999999999");

        assertThatThrownBy(connection::commit)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("sums to -0.000000001, not to zero");
        assertNothingIsBooked();
    }

    @Test
    void refusesATransactionWithOneEntry() throws SQLException {
        book("single", "a", "1");

        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class).hasMessageContaining("1 entries");
        assertNothingIsBooked();
    }

    @Test
    void refusesATransactionWithoutEntries() throws SQLException {
        book("empty");

        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class).hasMessageContaining("0 entries");
        assertNothingIsBooked();
    }

    @Test
    void refusesAnUnbalancedTransactionOutsideOfAnyOther() throws SQLException {
        connection.setAutoCommit(true);

        assertThatThrownBy(() -> book("empty")).isInstanceOf(SQLException.class).hasMessageContaining("0 entries");
        assertThat(count("ledger_transaction")).isZero();
    }

    @Test
    void isNotTrickedByAnEarlyCheck() throws SQLException {
        book("early", "a", "-1", "b", "1");
        execute("set constraints all immediate");

        assertThatThrownBy(() -> addEntry("early", "c", "5")).hasMessageContaining("sums to 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0000000001", "'NaN'"})
    void refusesAnEntryThatMovesNothing(String amount) throws SQLException {
        assertThatThrownBy(() -> {
                    book("nothing", "a", amount, "b", amount);
                    connection.commit();
                })
                .isInstanceOf(SQLException.class);
        assertNothingIsBooked();
    }

    @Test
    void refusesACauseTwice() throws SQLException {
        book("once", "a", "-1", "b", "1");

        assertThatThrownBy(() -> book("once")).hasMessageContaining("ledger_transaction_cause_key");
    }

    @Test
    void refusesEntriesForWhatIsBookedEvenIfTheyBalance() throws SQLException {
        book("done", "a", "-1", "b", "1");
        connection.commit();

        assertThatThrownBy(() -> addEntry("done", "c", "1")).hasMessageContaining("is not being booked now");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_entry set amount = amount * 2",
                "delete from ledger_entry",
                "truncate ledger_entry",
                "update ledger_transaction set description = 'other'",
                "delete from ledger_transaction",
                "truncate ledger_transaction cascade",
                "update ledger_account set name = 'mine'",
                "delete from ledger_account",
                "truncate ledger_account cascade"
            })
    void refusesToChangeWhatIsBooked(String sql) throws SQLException {
        book("done", "a", "-1", "b", "1");
        connection.commit();

        assertThatThrownBy(() -> execute(sql)).isInstanceOf(SQLException.class).hasMessageContaining("append-only");

        connection.rollback();
        assertThat(count("ledger_entry")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_balance set amount = 1000000",
                "insert into ledger_balance select id, 5, 1, now() from ledger_account where name = 'c'",
                "delete from ledger_balance",
                "truncate ledger_balance",
            })
    void refusesABalanceThatNoEntryMade(String sql) throws SQLException {
        book("done", "a", "-1", "b", "1");
        connection.commit();

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("a balance follows from the entries");
    }

    @Test
    void findsATamperedBalanceWithTheNextEntry() throws SQLException {
        book("done", "a", "-1", "b", "1");
        connection.commit();
        execute("alter table ledger_balance disable trigger all");
        execute("update ledger_balance set amount = amount + 1000");
        execute("alter table ledger_balance enable trigger all");
        connection.commit();

        book("next", "a", "-1", "b", "1");

        assertThatThrownBy(connection::commit)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not continue the balance before it");
    }

    @Test
    void numbersEntriesAndKeepsTheBalanceAfterEachWhateverAWriterSays() throws SQLException {
        book("one", "a", "-3", "b", "3");
        connection.commit();
        execute("insert into ledger_transaction (cause, description) values ('two', 'plain SQL')");
        execute("""
                insert into ledger_entry (transaction_id, account_id, amount, number, balance, at)
                select tx.id, account.id, case account.name when 'a' then 1 else -1 end, 77, 1000000, '1999-01-01'
                from ledger_transaction tx, ledger_account account
                where tx.cause = 'two' and account.name in ('a', 'b')""");
        connection.commit();

        assertThat(count("ledger_entry where number = 2 and balance in (2, -2) and at > '2020-01-01'"))
                .isEqualTo(2);
        assertThat(count("ledger_discrepancy")).isZero();
    }

    private void assertNothingIsBooked() throws SQLException {
        connection.rollback();
        assertThat(count("ledger_transaction")).isZero();
        assertThat(count("ledger_entry")).isZero();
    }

    private void book(String cause, String... accountsAndAmounts) throws SQLException {
        execute("insert into ledger_transaction (cause, description) values ('%s', 'plain SQL')".formatted(cause));
        for (int i = 0; i < accountsAndAmounts.length; i += 2) {
            addEntry(cause, accountsAndAmounts[i], accountsAndAmounts[i + 1]);
        }
    }

    private void addEntry(String cause, String account, String amount) throws SQLException {
        execute("""
                insert into ledger_entry (transaction_id, account_id, amount)
                select tx.id, account.id, %s::numeric
                from ledger_transaction tx, ledger_account account
                where tx.cause = '%s' and account.name = '%s'""".formatted(amount, cause, account));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
