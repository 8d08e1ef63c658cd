package io.chutes.platform.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.CpuPrice;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.PageQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MeteringTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private Database database;
    private Ledger ledger;
    private Metering metering;
    private long alice;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        metering = new Metering(ledger, PriceLists.shipped(), new BigDecimal("0.7"));
        alice = account("alice");
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
    void takesThePriceInForceWhenTheIntervalBegan() {
        PriceList old = list("2025-06-01", "0.36");
        PriceList later = list("2026-01-01", "0.72");
        metering = new Metering(ledger, new PriceLists(List.of(old, later)), BigDecimal.ZERO);

        book(interval(1, FROM.minusMillis(1), 10_000, "L4", null));
        book(interval(2, FROM.plusSeconds(10), 10_000, "L4", null));

        assertThat(ledger.balance(Ledger.REVENUE)).isEqualTo(Money.of("0.003"));
        assertThat(transactions())
                .extracting(LedgerTransaction::description)
                .first(STRING)
                .contains("0.72 USD/h");
        assertThat(transactions())
                .extracting(LedgerTransaction::description)
                .last(STRING)
                .contains("0.36 USD/h");
    }

    @Test
    void givesTheNodesProviderHisShareAndThePlatformTheRest() {
        book(interval(1, FROM, 3000, "L4", "carol"));

        assertThat(ledger.balance("earnings:carol")).isEqualTo(Money.of("0.000145833"));
        assertThat(ledger.balance(Ledger.REVENUE)).isEqualTo(Money.of("0.0000625"));
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("-0.000208333"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1"})
    void refusesAShareThatNobodyCanGive(String share) {
        assertThatThrownBy(() -> new Metering(ledger, PriceLists.shipped(), new BigDecimal(share)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(share);
    }

    @Test
    void splitsAnIntervalByHoursThatAddUpToTheLastPlace() {
        Instant from = Instant.parse("2026-01-01T10:59:58.000400Z");
        book(interval(1, from, 2 * 3_600_000 + 3_001, "A4000", null));

        List<Money> parts = database.jdbi()
                .withHandle(handle -> handle.createQuery("select amount from usage order by hour")
                        .map((row, _) -> new Money(row.getBigDecimal("amount")))
                        .list());
        assertThat(parts).hasSize(4);
        assertThat(parts.stream().reduce(Money.ZERO, Money::plus))
                .isEqualTo(ledger.balance("wallet:alice").negated())
                .isEqualTo(Money.of("0.400166722"));
        TestDatabase.assertSound(database);
    }

    private MeteredInterval interval(
            long sequence, long millis, @Nullable String gpu, int gpus, int cores, int memory) {
        return new MeteredInterval(
                "i-1",
                sequence,
                alice,
                "alice",
                "hello",
                FROM,
                FROM.plusMillis(millis),
                gpu,
                gpus,
                null,
                cores,
                memory,
                null);
    }

    private MeteredInterval interval(long sequence, Instant from, long millis, String gpu, @Nullable String provider) {
        return new MeteredInterval(
                "i-1", sequence, alice, "alice", "hello", from, from.plusMillis(millis), gpu, 1, null, 0, 0, provider);
    }

    private static PriceList list(String day, String price) {
        return new PriceList(
                LocalDate.parse(day),
                "USD",
                new CpuPrice(BigDecimal.ONE, BigDecimal.ONE),
                List.of(new GpuSpec("L4", "NVIDIA L4", 24, new BigDecimal(price))));
    }

    private long account(String name) {
        return Postings.account(database, name);
    }

    private void book(MeteredInterval interval) {
        database.jdbi().useTransaction(handle -> metering.book(handle, interval));
    }

    private List<LedgerTransaction> transactions() {
        return ledger.transactions("wallet:alice", PageQuery.of("10", null)).items();
    }
}
