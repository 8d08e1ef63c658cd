package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.PageQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private static final int THREADS = 16;

    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void movesMoneyFromOneAccountToAnother() {
        assertThat(post("gift:1", move("wallet:alice", "wallet:bob", "2.5"))).isTrue();

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("-2.5"));
        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.of("2.5"));
        assertThat(ledger.balance("wallet:nobody")).isEqualTo(Money.ZERO);
    }

    @Test
    void booksACauseOnce() {
        assertThat(post("gift:1", move("wallet:alice", "wallet:bob", "1"))).isTrue();
        assertThat(post("gift:1", move("wallet:alice", "wallet:bob", "1"))).isFalse();

        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.of("1"));
    }

    @Test
    void refusesACauseThatWasBookedWithOtherEntries() {
        post("gift:1", move("wallet:alice", "wallet:bob", "1"));

        assertThatThrownBy(() -> post("gift:1", move("wallet:alice", "wallet:bob", "2")))
                .isInstanceOf(CauseConflictException.class)
                .hasMessageContaining("gift:1");
        assertThatThrownBy(() -> post("gift:1", move("wallet:alice", "wallet:carol", "1")))
                .isInstanceOf(CauseConflictException.class);
        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.of("1"));
    }

    @Test
    void booksACauseOnceUnderManyThreads() throws Exception {
        var start = new CountDownLatch(1);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                outcomes.add(executor.submit((Callable<Boolean>) () -> {
                    start.await();
                    return post("gift:1", move("wallet:alice", "wallet:bob", "1"));
                }));
            }
            start.countDown();
        }

        int booked = 0;
        for (Future<Boolean> outcome : outcomes) {
            booked += outcome.get() ? 1 : 0;
        }
        assertThat(booked).isEqualTo(1);
        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.of("1"));
        assertThat(ledger.transactions("wallet:bob", PageQuery.of("10", null)).items())
                .hasSize(1);
    }

    @Test
    void leavesNothingBehindWhenItsTransactionIsUndone() {
        database.jdbi().useTransaction(handle -> {
            ledger.post(handle, "gift:1", "a gift", move("wallet:alice", "wallet:bob", "1"));
            handle.rollback();
        });

        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.ZERO);
        assertThat(post("gift:1", move("wallet:alice", "wallet:bob", "1"))).isTrue();
    }

    @Test
    void balancesAreExactOverThousandsOfEntries() {
        var random = new Random(20260101);
        Map<String, BigDecimal> expected = new HashMap<>();
        database.jdbi().useTransaction(handle -> {
            for (int i = 0; i < 3000; i++) {
                String from = "wallet:" + random.nextInt(7);
                String to = "earnings:" + random.nextInt(7);
                var amount = new Money(BigDecimal.valueOf(random.nextLong(1, 1_000_000_000_000L), Money.SCALE));
                ledger.post(handle, "random:" + i, "random", move(from, to, amount.toString()));
                expected.merge(from, amount.amount().negate(), BigDecimal::add);
                expected.merge(to, amount.amount(), BigDecimal::add);
            }
        });

        expected.forEach((account, amount) ->
                assertThat(ledger.balance(account)).as(account).isEqualTo(new Money(amount)));
        assertThat(expected).hasSize(14);
    }

    @Test
    void showsOnlyWhatTouchesAnAccountNewestFirstPageByPage() {
        for (int i = 1; i <= 5; i++) {
            post("gift:" + i, move("wallet:alice", "wallet:bob", "0.%d".formatted(i)));
            post("other:" + i, move("wallet:carol", "wallet:dave", "1"));
        }

        List<String> causes = new ArrayList<>();
        String cursor = null;
        List<Integer> sizes = new ArrayList<>();
        while (true) {
            Page<LedgerTransaction> page = ledger.transactions("wallet:bob", PageQuery.of("2", cursor));
            sizes.add(page.items().size());
            page.items().forEach(one -> causes.add(one.cause()));
            cursor = page.next();
            if (cursor == null) {
                break;
            }
        }

        assertThat(causes).containsExactly("gift:5", "gift:4", "gift:3", "gift:2", "gift:1");
        assertThat(sizes).containsExactly(2, 2, 1);
        LedgerTransaction newest = ledger.transactions("wallet:bob", PageQuery.of("1", null))
                .items()
                .getFirst();
        assertThat(newest.entries())
                .containsExactly(new Entry("wallet:alice", Money.of("-0.5")), new Entry("wallet:bob", Money.of("0.5")));
        assertThat(newest.description()).isEqualTo("a test");
    }

    @Test
    void hasNoPageAfterOneThatIsJustFull() {
        post("gift:1", move("wallet:alice", "wallet:bob", "1"));
        post("gift:2", move("wallet:alice", "wallet:bob", "1"));

        assertThat(ledger.transactions("wallet:bob", PageQuery.of("2", null)).next())
                .isNull();
    }

    @Test
    void refusesWhatDoesNotSumToZero() {
        List<Entry> entries =
                List.of(new Entry("wallet:alice", Money.of("-1")), new Entry("wallet:bob", Money.of("1.000000001")));

        assertThatThrownBy(() -> post("gift:1", entries)).hasStackTraceContaining("sums to 0.000000001");
        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.ZERO);
    }

    private boolean post(String cause, List<Entry> entries) {
        return database.jdbi().inTransaction(handle -> ledger.post(handle, cause, "a test", entries));
    }
}
