package io.chutes.platform.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Usage;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.billing.UsageReports.Group;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageReportsTest {
    private static final Instant FROM = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-01-01T20:00:00Z");

    private Database database;
    private Ledger ledger;
    private Metering metering;
    private UsageReports reports;
    private long alice;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        metering = new Metering(ledger, PriceLists.shipped(), BigDecimal.ZERO);
        reports = new UsageReports(database);
        alice = Postings.account(database, "alice");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addsUpToTheLedgerHoweverItIsGrouped() {
        var random = new Random(11);
        Instant at = FROM;
        for (int i = 1; at.isBefore(TO.minusSeconds(3600)); i++) {
            long millis = random.nextLong(1, 900_000);
            book(i, i % 3 == 0 ? "hello" : "other", at, millis);
            at = at.plusMillis(millis);
        }

        for (Group group : Group.values()) {
            Usage usage = reports.report(alice, FROM, TO, group);
            assertThat(usage.total())
                    .isEqualTo(ledger.balance("wallet:alice").negated())
                    .isEqualTo(usage.rows().stream().map(Usage.Row::amount).reduce(Money.ZERO, Money::plus));
            assertThat(usage.rows().stream()
                            .mapToLong(Usage.Row::instanceMillis)
                            .sum())
                    .isEqualTo(Duration.between(FROM, at).toMillis());
        }
        TestDatabase.assertSound(database);
    }

    @Test
    void givesEachHourWhatWasUsedInIt() {
        book(1, "hello", FROM.plusSeconds(3599), 2000);
        book(2, "other", FROM.plusSeconds(3601), 1000);

        Usage usage = reports.report(alice, FROM, TO, Group.HOUR_AND_CHUTE);

        assertThat(usage.rows())
                .containsExactly(
                        new Usage.Row(FROM, "hello", 1000, 0, 0, 0, 0, Money.of("0.000069444")),
                        new Usage.Row(FROM.plusSeconds(3600), "hello", 1000, 0, 0, 0, 0, Money.of("0.000069445")),
                        new Usage.Row(FROM.plusSeconds(3600), "other", 1000, 0, 0, 0, 0, Money.of("0.000069444")));
        assertThat(reports.report(alice, FROM, FROM.plusSeconds(3600), Group.HOUR)
                        .rows())
                .containsExactly(new Usage.Row(FROM, null, 1000, 0, 0, 0, 0, Money.of("0.000069444")));
        assertThat(reports.report(alice, FROM, TO, Group.CHUTE).rows())
                .containsExactly(
                        new Usage.Row(null, "hello", 2000, 0, 0, 0, 0, Money.of("0.000138889")),
                        new Usage.Row(null, "other", 1000, 0, 0, 0, 0, Money.of("0.000069444")));
        assertThat(reports.report(Postings.account(database, "bob"), FROM, TO, Group.HOUR)
                        .rows())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T10:00:01Z, 2026-01-01T11:00:00Z, HOUR, from",
        "2026-01-01T10:00:00Z, 2026-01-01T11:30:00Z, HOUR, to",
        "2026-01-01T10:00:00Z, 2026-01-01T10:00:00Z, HOUR, after from",
        "2026-01-01T00:00:00Z, 2026-02-01T01:00:00Z, HOUR_AND_CHUTE, group by chute alone",
        "2026-01-01T00:00:00Z, 2027-01-02T01:00:00Z, CHUTE, 366 days",
    })
    void refusesWhatItCannotReport(Instant from, Instant to, Group group, String why) {
        assertThatThrownBy(() -> reports.report(alice, from, to, group))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(why);
    }

    private void book(long sequence, String chute, Instant from, long millis) {
        var interval = new MeteredInterval(
                "i-1", sequence, alice, "alice", chute, from, from.plusMillis(millis), "L4", 1, null, 0, 0, null);
        database.jdbi().useTransaction(handle -> metering.book(handle, interval));
    }
}
