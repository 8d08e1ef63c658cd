package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Statement;
import io.chutes.platform.api.UsageGap;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements add up, to the last place. */
final class StatementsTest {
    private final YearMonth thisMonth = YearMonth.now(ZoneOffset.UTC);

    private Database database;
    private Ledger ledger;
    private Statements statements;
    private long alice;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        statements = new Statements(database, ledger);
        alice = Postings.account(database, "alice");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addsUpToTheLedger() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String amount = new Money(BigDecimal.valueOf(random.nextLong(1, 9_999_999_999L), Money.SCALE)).toString();
            boolean in = random.nextBoolean();
            post("random:" + i, in ? Ledger.FAUCET : "wallet:alice", in ? "wallet:alice" : Ledger.REVENUE, amount);
        }
        post("other", Ledger.FAUCET, "wallet:bob", "7");

        Statement statement = json(Book.WALLET, thisMonth);

        Money balance = statement.opening();
        long number = 0;
        for (Statement.Line line : statement.lines()) {
            balance = balance.plus(line.amount());
            assertThat(line.balance()).isEqualTo(balance);
            assertThat(line.number()).isEqualTo(++number);
        }
        assertThat(statement.lines()).hasSize(300);
        assertThat(statement.opening()).isEqualTo(Money.ZERO);
        assertThat(statement.closing()).isEqualTo(balance).isEqualTo(ledger.balance("wallet:alice"));
    }

    @Test
    void opensWithWhatTheMonthBeforeClosedWith() throws IOException {
        post("before", Ledger.FAUCET, "wallet:alice", "10");
        post("after", "wallet:alice", Ledger.REVENUE, "0.000000001");
        moveBack("before", "2026-02-28T23:59:59.999999Z");
        moveBack("after", "2026-03-01T00:00:00Z");

        Statement february = json(Book.WALLET, YearMonth.of(2026, 2));
        Statement march = json(Book.WALLET, YearMonth.of(2026, 3));

        assertThat(february.lines()).extracting(Statement.Line::cause).containsExactly("before");
        assertThat(march.lines()).extracting(Statement.Line::cause).containsExactly("after");
        assertThat(march.opening()).isEqualTo(february.closing()).isEqualTo(Money.of("10"));
        assertThat(march.closing()).isEqualTo(Money.of("9.999999999"));
        assertThat(json(Book.WALLET, YearMonth.of(2026, 4)).opening()).isEqualTo(march.closing());
        assertThat(json(Book.WALLET, YearMonth.of(2026, 1)).closing()).isEqualTo(Money.ZERO);
    }

    @Test
    void keepsTheBooksOfAnAccountApart() throws IOException {
        post("in", Ledger.FAUCET, "wallet:alice", "10");
        post("held", "wallet:alice", Ledger.escrow("alice"), "3");
        post("earned", Ledger.FAUCET, Ledger.earnings("alice"), "1");

        assertThat(json(Book.ESCROW, thisMonth).closing()).isEqualTo(Money.of("3"));
        assertThat(json(Book.EARNINGS, thisMonth).closing()).isEqualTo(Money.of("1"));
        assertThat(json(Book.WALLET, thisMonth).closing()).isEqualTo(Money.of("7"));
    }

    @Test
    void showsGapsInTheMonthInWhichTheyBegin() throws IOException {
        var gap = new UsageGap(
                "i-1",
                "hello",
                2,
                3,
                Instant.parse("2026-02-03T10:00:00Z"),
                Instant.parse("2026-02-03T10:00:20Z"),
                "its node never reported it");
        database.jdbi().useHandle(handle -> new UsageRows().miss(handle, alice, gap, Instant.now()));

        assertThat(json(Book.WALLET, YearMonth.of(2026, 2)).gaps()).containsExactly(gap);
        assertThat(json(Book.WALLET, YearMonth.of(2026, 3)).gaps()).isEmpty();
        assertThat(csv(YearMonth.of(2026, 2)))
                .contains(
                        "gap,,2026-02-03T10:00:00Z,usage:i-1:2-3,"
                                + "\"hello: nothing is charged from here to 2026-02-03T10:00:20Z, its node never reported it\",0.000000000,");
    }

    @Test
    void writesCommaSeparatedValuesThatAddUp() throws IOException {
        post("in", Ledger.FAUCET, "wallet:alice", "10");
        database.jdbi()
                .useTransaction(handle -> ledger.post(
                        handle, "out", "so \"called\", cost", move("wallet:alice", Ledger.REVENUE, "0.25")));

        List<String> rows = csv(thisMonth);

        assertThat(rows.getFirst()).isEqualTo("kind,number,at,cause,description,amount,balance");
        assertThat(rows.get(1)).isEqualTo("opening,,,,,,0.000000000");
        assertThat(rows.get(2)).matches("entry,1,[^,]+Z,in,\"a test\",10\\.000000000,10\\.000000000");
        assertThat(rows.get(3)).matches("entry,2,[^,]+Z,out,\"so \"\"called\"\", cost\",-0\\.250000000,9\\.750000000");
        assertThat(rows.get(4)).isEqualTo("closing,,,,,,9.750000000");
        assertThat(rows).hasSize(5);
    }

    private Statement json(Book book, YearMonth month) throws IOException {
        var out = new ByteArrayOutputStream();
        statements.write(alice, "alice", book, month, new JsonStatement(out, "alice", book, month));
        return PlatformJson.mapper().readValue(out.toByteArray(), Statement.class);
    }

    private List<String> csv(YearMonth month) throws IOException {
        var out = new ByteArrayOutputStream();
        statements.write(alice, "alice", Book.WALLET, month, new CsvStatement(out));
        return Arrays.asList(out.toString(StandardCharsets.UTF_8).split("\r\n"));
    }

    private void post(String cause, String from, String to, String amount) {
        database.jdbi().useTransaction(handle -> ledger.post(handle, cause, "a test", move(from, to, amount)));
    }

    private void moveBack(String cause, String at) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("alter table ledger_entry disable trigger append_only");
            handle.execute(
                    "update ledger_entry set at = cast(? as timestamptz)"
                            + " where transaction_id = (select id from ledger_transaction where cause = ?)",
                    at,
                    cause);
            handle.execute("alter table ledger_entry enable trigger append_only");
        });
    }
}
