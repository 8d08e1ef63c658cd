package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.PageQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeteringTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private Database database;
    private Ledger ledger;
    private Metering metering;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        metering = new Metering(ledger, PriceList.shipped());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        // L4 is 0.25 an hour, H100_SXM 2.35; a core 0.03 and a GiB 0.004
        "3000, L4, 1, 1, 1, 0.000208333, 3.000 s × 1 L4 at 0.25 USD/h for alice/hello",
        "3600000, H100_SXM, 8, 1, 1, 18.8, 3600.000 s × 8 H100_SXM at 2.35 USD/h for alice/hello",
        "1, L4, 1, 1, 1, 0.000000069, 0.001 s × 1 L4 at 0.25 USD/h for alice/hello",
        "1800000, , 0, 2, 4, 0.038, 1800.000 s × 2 cores and 4 GiB at 0.076 USD/h for alice/hello",
        "9000, , 0, 1, 2, 0.000095, 9.000 s × 1 cores and 2 GiB at 0.038 USD/h for alice/hello",
    })
    void bookSecondsTimesPrice(
            long millis, @Nullable String gpu, int gpus, int cores, int memory, String cost, String description) {
        book(interval(1, millis, gpu, gpus, cores, memory));

        LedgerTransaction booked = transactions().getFirst();
        assertThat(booked.cause()).isEqualTo("usage:i-1:1");
        assertThat(booked.description()).isEqualTo(description);
        assertThat(booked.entries())
                .containsExactly(
                        new Entry("platform:revenue", Money.of(cost)),
                        new Entry("wallet:alice", Money.of(cost).negated()));
    }

    @Test
    void roundsHalfUp() {
        // 0.216 s of an L4 cost exactly 0.000015; a model at 0.20 for 1 ms costs 0.0000000555…
        book(interval(1, 216, "L4", 1, 1, 1));
        book(interval(2, 1, "A4000", 1, 1, 1));

        assertThat(ledger.balance(Ledger.REVENUE)).isEqualTo(Money.of("0.000015056"));
    }

    @Test
    void booksAnIntervalOnce() {
        book(interval(1, 3000, "L4", 1, 1, 1));
        book(interval(1, 3000, "L4", 1, 1, 1));

        assertThat(transactions()).hasSize(1);
    }

    @Test
    void refusesAnIntervalThatWasBookedWithAnotherLength() {
        book(interval(1, 3000, "L4", 1, 1, 1));

        assertThatThrownBy(() -> book(interval(1, 4000, "L4", 1, 1, 1))).isInstanceOf(CauseConflictException.class);
    }

    @Test
    void booksNothingForNoTime() {
        book(interval(1, 0, "L4", 1, 1, 1));

        assertThat(transactions()).isEmpty();
    }

    @Test
    void refusesAModelWithoutAPrice() {
        assertThatThrownBy(() -> book(interval(1, 3000, "ABACUS", 1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ABACUS");
    }

    @Test
    void refusesTimeThatRunsBackwards() {
        assertThatThrownBy(() -> interval(1, -1, "L4", 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("i-1");
    }

    @Test
    void knowsWhoHasCredit() {
        var credit = new Credit(database);
        long alice = database.jdbi()
                .withHandle(handle -> handle.createQuery("insert into account (name) values ('alice') returning id")
                        .mapTo(Long.class)
                        .one());
        assertThat(credit.hasCredit(alice)).isFalse();
        assertThat(credit.hasCredit(-1)).isFalse();

        post("gift", move(Ledger.FAUCET, "wallet:alice", "0.000208333"));
        assertThat(credit.hasCredit(alice)).isTrue();

        book(interval(1, 3000, "L4", 1, 1, 1));
        assertThat(credit.hasCredit(alice)).isFalse();
    }

    private static MeteredInterval interval(
            long sequence, long millis, @Nullable String gpu, int gpus, int cores, int memory) {
        return new MeteredInterval(
                "i-1", sequence, "alice", "hello", FROM, FROM.plusMillis(millis), gpu, gpus, cores, memory);
    }

    private void book(MeteredInterval interval) {
        database.jdbi().useTransaction(handle -> metering.book(handle, interval));
    }

    private void post(String cause, List<Entry> entries) {
        database.jdbi().useTransaction(handle -> ledger.post(handle, cause, "a test", entries));
    }

    private List<LedgerTransaction> transactions() {
        return ledger.transactions("wallet:alice", new PageQuery(10, Long.MAX_VALUE))
                .items();
    }
}
