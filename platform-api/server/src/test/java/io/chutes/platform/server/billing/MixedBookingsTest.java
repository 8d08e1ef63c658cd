package io.chutes.platform.server.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.PaymentEvent;
import io.chutes.platform.api.PaymentEvent.Deposited;
import io.chutes.platform.api.PaymentEvent.Refunded;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

/** Many who deposit, use and refund at once, half of them telling what another has told already. */
final class MixedBookingsTest {
    private static final int THREADS = 64;
    private static final int EACH = 15;
    private static final int ACCOUNTS = 6;
    private static final int DIFFERENT = THREADS * EACH / 6;
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Money> deposited = new ConcurrentHashMap<>();
    private final Map<String, Money> used = new ConcurrentHashMap<>();
    private final Map<String, Money> refunded = new ConcurrentHashMap<>();
    private final List<Long> ids = new ArrayList<>();

    @Test
    void keepEveryInvariant() throws Exception {
        try (Database database = TestDatabase.fresh()) {
            var ledger = new Ledger(database);
            var metering = new Metering(ledger, PriceLists.shipped(), new BigDecimal("0.7"));
            var deposits = new Deposits(database, ledger, InstantSource.system());
            for (int i = 0; i < ACCOUNTS; i++) {
                ids.add(Postings.account(database, "account-" + i));
            }
            var start = new CountDownLatch(1);
            List<Future<?>> outcomes = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(THREADS)) {
                for (int i = 0; i < THREADS; i++) {
                    var random = new Random(i);
                    outcomes.add(threads.submit(() -> {
                        start.await();
                        for (int n = 0; n < EACH; n++) {
                            int which = random.nextInt(DIFFERENT);
                            switch (random.nextInt(3)) {
                                case 0 -> untilAnswered(() -> deposit(deposits, which));
                                case 1 -> untilAnswered(() -> use(database, metering, new Random(which)));
                                default -> untilAnswered(() -> refund(deposits, which));
                            }
                        }
                        return null;
                    }));
                }
                start.countDown();
            }
            for (Future<?> outcome : outcomes) {
                outcome.get();
            }
            assertInvariants(database, ledger);
        }
    }

    /** As providers and nodes do: what got no connection in time is told again. */
    private static void untilAnswered(Runnable telling) {
        boolean answered = false;
        while (!answered) {
            try {
                telling.run();
                answered = true;
            } catch (ConnectionException _) {
                // The machine is slower than the pool is patient.
            }
        }
    }

    private void deposit(Deposits deposits, int which) {
        Money amount = amount(which);
        deposits.take("stripe", new Deposited("p-" + which, name(which), amount));
        deposited.put("p-" + which, amount);
    }

    private void refund(Deposits deposits, int which) {
        var half = new Money(amount(which).amount().divide(BigDecimal.TWO));
        PaymentEvent refund = new Refunded("r-" + which, "p-" + which, half);
        try {
            deposits.take("stripe", refund);
            refunded.put("p-" + which, half);
        } catch (ApiException e) {
            // Not deposited yet, or spent already.
            assertThat(e.status()).isIn(404, 409);
        }
    }

    /** As a node reports: several instances at once, of several accounts, in any order. */
    private void use(Database database, Metering metering, Random random) {
        List<MeteredInterval> intervals = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            intervals.add(interval(random.nextInt(DIFFERENT)));
        }
        Collections.shuffle(intervals, random);
        database.jdbi().useTransaction(handle -> metering.book(handle, intervals));
        intervals.forEach(interval -> used.put(
                interval.cause(),
                InstancePrice.of(interval, PriceLists.shipped()).of(interval.millis())));
    }

    private MeteredInterval interval(int which) {
        Instant from = FROM.plusSeconds(which * 100L);
        return new MeteredInterval(
                "i-" + which % ACCOUNTS,
                which + 1L,
                ids.get(which % ACCOUNTS),
                name(which),
                "hello",
                from,
                from.plusMillis(1 + which * 97L % 90_000),
                "H100",
                2,
                null,
                0,
                0,
                which % 2 == 0 ? "provider" : null);
    }

    private void assertInvariants(Database database, Ledger ledger) {
        TestDatabase.assertSound(database);
        Money wallets = Money.ZERO;
        for (int i = 0; i < ACCOUNTS; i++) {
            int account = i;
            Money expected = sum(deposited, account, 2)
                    .plus(sum(refunded, account, 2).negated())
                    .plus(used.entrySet().stream()
                            .filter(use -> use.getKey().startsWith("usage:i-" + account + ":"))
                            .map(Map.Entry::getValue)
                            .reduce(Money.ZERO, Money::plus)
                            .negated());
            assertThat(ledger.balance(Ledger.wallet(name(account))))
                    .as(name(account))
                    .isEqualTo(expected);
            wallets = wallets.plus(expected);
        }
        assertThat(deposited).hasSizeGreaterThan(DIFFERENT / 2);
        assertThat(refunded).isNotEmpty();
        assertThat(number(database, "select count(*) from deposit")).isEqualTo(deposited.size());
        assertThat(number(database, "select count(*) from refund")).isEqualTo(refunded.size());
        assertThat(number(database, "select count(distinct (instance, sequence)) from usage"))
                .isEqualTo(used.size());
        assertThat(number(database, """
                        select count(*) from ledger_entry entry
                        join ledger_transaction tx on tx.id = entry.transaction_id
                        where tx.cause like 'refund:%' and entry.balance < 0"""))
                .as("refunds that took a wallet below zero")
                .isZero();
        assertThat(wallets.plus(ledger.balance("platform:payments:stripe"))
                        .plus(ledger.balance(Ledger.REVENUE))
                        .plus(ledger.balance(Ledger.earnings("provider"))))
                .isEqualTo(Money.ZERO);
    }

    private static Money sum(Map<String, Money> amounts, int account, int prefix) {
        return amounts.entrySet().stream()
                .filter(one -> Integer.parseInt(one.getKey().substring(prefix)) % ACCOUNTS == account)
                .map(Map.Entry::getValue)
                .reduce(Money.ZERO, Money::plus);
    }

    private static long number(Database database, String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static String name(int which) {
        return "account-" + which % ACCOUNTS;
    }

    private static Money amount(int which) {
        return new Money(BigDecimal.valueOf(1_000_000_002L + which * 22L, Money.SCALE));
    }
}
