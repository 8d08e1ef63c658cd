package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.Usage;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.UsageReports.Group;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bob calls Alice's chute. */
final class CallChargesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:30:00Z");

    private Database database;
    private Ledger ledger;
    private ChutePrices prices;
    private CallCharges charges;
    private long bob;
    private long chute;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        prices = new ChutePrices(database);
        charges = new CallCharges(database, ledger, prices);
        long alice = Postings.account(database, "alice");
        bob = Postings.account(database, "bob");
        database.jdbi()
                .useTransaction(
                        handle -> ledger.post(handle, "gift", "a test", move(Ledger.FAUCET, "wallet:bob", "1")));
        chute = database.jdbi().withHandle(handle -> handle.createQuery("""
                        insert into chute (account_id, name, newest_version, created_at) values (:alice, 'llm', 0, now())
                        returning id""")
                .bind("alice", alice)
                .mapTo(Long.class)
                .one());
    }

    @AfterEach
    void close() {
        TestDatabase.assertSound(database);
        database.close();
    }

    @Test
    void paysTheOwnerWhatHeAskedWhenTheCallBegan() {
        prices.ask(chute, new CallPrice.Second(Money.of("0.01")), NOW.minusSeconds(60));
        prices.ask(chute, new CallPrice.Second(Money.of("0.05")), NOW.plusSeconds(1));

        assertThat(charges.book(call("c-1", NOW, Duration.ofMillis(1500)))).isEqualTo(Money.of("0.015"));
        assertThat(charges.book(call("c-1", NOW, Duration.ofMillis(1500)))).isEqualTo(Money.of("0.015"));
        charges.book(call("c-2", NOW.plusSeconds(1), Duration.ofSeconds(1)));

        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.of("0.935"));
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("0.065"));
        assertThat(ledger.balance(Ledger.REVENUE)).isEqualTo(Money.ZERO);
    }

    @Test
    void paysTokensReadAndWritten() {
        prices.ask(chute, new CallPrice.MillionTokens(Money.of("0.1"), Money.of("0.4")), NOW);

        charges.book(call("c-1", NOW, Duration.ofSeconds(9)));

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("0.00021"));
    }

    @Test
    void leavesNothingWhereNothingIsAsked() {
        assertThat(charges.book(call("c-1", NOW, Duration.ofSeconds(1)))).isEqualTo(Money.ZERO);
        prices.ask(chute, new CallPrice.Request(Money.ZERO), NOW);
        charges.book(call("c-2", NOW, Duration.ofSeconds(1)));

        assertThat(ledger.transactions("wallet:bob", DepositsTest.ALL).items()).hasSize(1);
        assertThatThrownBy(() -> prices.ask(chute, new CallPrice.Request(Money.of("1")), NOW))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(409));
        assertThatThrownBy(() -> prices.ask(chute, new CallPrice.Request(Money.of("-1")), NOW.plusSeconds(1)))
                .isInstanceOf(ApiException.class)
                .hasMessageEndingWith("must not be below 0; got -1.000000000");
    }

    @Test
    void showsInTheCallersUsageAndCountsAgainstHisBudgets() {
        prices.ask(chute, new CallPrice.Request(Money.of("0.002")), NOW);

        charges.book(call("c-1", NOW, Duration.ofSeconds(1)));
        charges.book(call("c-2", NOW, Duration.ofSeconds(1)));

        Instant hour = Instant.parse("2026-01-01T10:00:00Z");
        Usage usage = new UsageReports(database).report(bob, hour, hour.plusSeconds(3600), Group.HOUR_AND_CHUTE);
        assertThat(usage.rows())
                .containsExactly(new Usage.Row(hour, "alice/llm", 0, 2, 200, 1000, 0, Money.of("0.004")));
        assertThat(usage.total().plus(ledger.balance("wallet:bob"))).isEqualTo(Money.of("1"));
        List<String> spent = database.jdbi().withHandle(handle -> handle.createQuery(
                        "select scope || subject from spend where account_id = :bob and amount = 0.004")
                .bind("bob", bob)
                .mapTo(String.class)
                .list());
        assertThat(spent).containsExactlyInAnyOrder("ACCOUNT", "CHUTEalice/llm", "KEYk1");
    }

    @Test
    void notesACallOfWhichNoTokensAreKnownAndTellsTheOwner() {
        prices.ask(chute, new CallPrice.MillionTokens(Money.of("0.1"), Money.of("0.4")), NOW);
        var uncounted = new ChargedCall(
                "c-1", bob, "bob", "k1", chute, "alice", "llm", NOW, Duration.ofSeconds(1), 0, 0, "it broke off");

        assertThat(charges.book(uncounted)).isEqualTo(Money.ZERO);
        assertThat(charges.book(uncounted)).isEqualTo(Money.ZERO);

        Instant hour = Instant.parse("2026-01-01T10:00:00Z");
        assertThat(new UsageReports(database)
                        .report(bob, hour, hour.plusSeconds(3600), Group.HOUR_AND_CHUTE)
                        .rows())
                .containsExactly(new Usage.Row(hour, "alice/llm", 0, 0, 0, 0, 1, Money.ZERO));
        assertThat(toldOwner())
                .containsExactly(
                        "alice chute.call-uncounted llm: A call that is priced by tokens cost nothing: it broke off");
    }

    @Test
    void takesNoMoreThanTheWalletHoldsAndTellsTheOwnerOnce() {
        prices.ask(chute, new CallPrice.Request(Money.of("0.6")), NOW);

        assertThat(charges.book(call("c-1", NOW, Duration.ofSeconds(1)))).isEqualTo(Money.of("0.6"));
        assertThat(charges.book(call("c-2", NOW, Duration.ofSeconds(1)))).isEqualTo(Money.of("0.4"));
        assertThat(charges.book(call("c-3", NOW, Duration.ofSeconds(1)))).isEqualTo(Money.ZERO);
        assertThat(charges.book(call("c-2", NOW, Duration.ofSeconds(1)))).isEqualTo(Money.of("0.4"));

        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.ZERO);
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("1"));
        assertThat(charged())
                .containsExactly(
                        "c-1 0.600000000 0.000000000", "c-2 0.400000000 0.200000000", "c-3 0.000000000 0.600000000");
        assertThat(toldOwner())
                .singleElement(STRING)
                .startsWith(
                        "alice chute.call-uncollected llm: Of a call that cost 0.600000000 USD, 0.400000000 are paid");
    }

    @ParameterizedTest
    @CsvSource({
        "ACCOUNT, '', DAY, 0.05",
        "CHUTE, alice/llm, MONTH, 0.05",
        "KEY, k1, TOTAL, 0.05",
        "KEY, k1, DAY, 0.05",
        "CHUTE, llm, DAY, 0.3",
        "KEY, k2, TOTAL, 0.3"
    })
    void takesNoMoreThanIsLeftOfTheCallersBudgets(Scope scope, String subject, Period period, String paid) {
        prices.ask(chute, new CallPrice.Request(Money.of("0.15")), NOW);
        Postings.key(database, bob, "k1");
        Postings.key(database, bob, "k2");
        new Budgets(database, () -> NOW)
                .create(bob, new NewBudget(scope, subject.isEmpty() ? null : subject, period, Money.of("0.05")));

        charges.book(call("c-1", NOW, Duration.ofSeconds(1)));
        charges.book(call("c-2", NOW, Duration.ofSeconds(1)));

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of(paid));
    }

    private List<String> charged() {
        return strings("select id || ' ' || amount || ' ' || uncollected from call_charge order by id");
    }

    private List<String> toldOwner() {
        return strings("""
                select account.name || ' ' || type || ' ' || chute || ': ' || message from event
                join account on account.id = account_id where type like 'chute.call-%'""");
    }

    private List<String> strings(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private ChargedCall call(String id, Instant at, Duration took) {
        return new ChargedCall(id, bob, "bob", "k1", chute, "alice", "llm", at, took, 100, 500, null);
    }
}
