package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PaymentEvent.Deposited;
import io.chutes.platform.api.PaymentEvent.Refunded;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.PageQuery;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DepositsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final PageQuery ALL = new PageQuery(10, null);

    private Database database;
    private Ledger ledger;
    private Deposits deposits;
    private long alice;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        deposits = new Deposits(database, ledger, () -> NOW);
        alice = Postings.account(database, "alice");
    }

    @AfterEach
    void close() {
        TestDatabase.assertSound(database);
        database.close();
    }

    @Test
    void creditsADepositOnceHoweverOftenItIsTold() {
        assertThat(pay("p-1", "alice", "10").isNew()).isTrue();
        assertThat(pay("p-1", "alice", "10.00").isNew()).isFalse();

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("10"));
        assertThat(ledger.balance("platform:payments:stripe")).isEqualTo(Money.of("-10"));
        assertThat(deposits.of(alice, ALL).items()).hasSize(1);
    }

    @Test
    void keepsTwoLikeTransfersOfOneSecondTwo() {
        pay("p-1", "alice", "10");
        pay("p-2", "alice", "10");
        deposits.take("paypal", new Deposited("p-1", "alice", Money.of("10")));

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("30"));
        assertThat(deposits.of(alice, ALL).items())
                .extracting(Deposit::receivedAt)
                .containsExactly(NOW, NOW, NOW);
    }

    @Test
    void refusesADepositThatIsToldOtherwise() {
        Postings.account(database, "bob");
        pay("p-1", "alice", "10");

        assertConflict(() -> pay("p-1", "alice", "11"), "10.000000000 USD for 'alice'");
        assertConflict(() -> pay("p-1", "bob", "10"), "for 'alice'");
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("10"));
        assertThat(ledger.balance("wallet:bob")).isEqualTo(Money.ZERO);
    }

    @Test
    void tellsAdministratorsWhatWaitsAndWhatContradictsItselfOnceEach() {
        long boss = Postings.account(database, "boss");
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("insert into account_role (account_id, role) values (?, 'admin')", boss));

        pay("p-1", "alcie", "10");
        pay("p-1", "alcie", "10");
        pay("p-2", "alice", "10");
        assertConflict(() -> pay("p-2", "alice", "11"), "10.000000000 USD for 'alice'");
        assertConflict(() -> pay("p-2", "alice", "11"), "10.000000000 USD for 'alice'");

        List<String> told = database.jdbi().withHandle(handle -> handle.createQuery(
                        "select type || ': ' || message from event where account_id = :boss order by id")
                .bind("boss", boss)
                .mapTo(String.class)
                .list());
        assertThat(told)
                .containsExactly(
                        "deposit.in-suspense: 10.000000000 USD of the deposit p-1 of stripe wait: there is no account 'alcie'",
                        "deposit.contradicted: The deposit p-2 was told before as 10.000000000 USD for 'alice' by stripe,"
                                + " and now as 11.000000000 USD for 'alice'");
    }

    @Test
    void keepsWhatIsForNobodyInSuspenseUntilItIsSettled() {
        Deposit waiting = pay("p-1", "alcie", "10").deposit();
        assertThat(pay("p-1", "alcie", "10").isNew()).isFalse();

        assertThat(waiting.account()).isNull();
        assertThat(ledger.balance(Ledger.SUSPENSE)).isEqualTo(Money.of("10"));
        assertThat(deposits.inSuspense(ALL).items()).containsExactly(waiting);

        assertThat(deposits.settle(waiting.id(), "alice").account()).isEqualTo("alice");
        deposits.settle(waiting.id(), "alice");

        assertThat(ledger.balance(Ledger.SUSPENSE)).isEqualTo(Money.ZERO);
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("10"));
        assertThat(deposits.inSuspense(ALL).items()).isEmpty();
        assertThat(deposits.of(alice, ALL).items()).hasSize(1);
        Postings.account(database, "bob");
        assertConflict(() -> deposits.settle(waiting.id(), "bob"), "credited to 'alice'");
    }

    @Test
    void keepsInSuspenseWhatComesForAnAccountThatWasDeleted() {
        database.jdbi()
                .useHandle(handle -> handle.execute("update account set deleted_at = now() where id = ?", alice));

        Deposit waiting = pay("p-1", "alice", "10").deposit();

        assertThat(waiting.account()).isNull();
        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.ZERO);
        assertThat(ledger.balance(Ledger.SUSPENSE)).isEqualTo(Money.of("10"));
        assertThatThrownBy(() -> deposits.settle(waiting.id(), "alice"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("no account 'alice'");
    }

    @Test
    void givesBackPartsOfADepositUntilNothingIsLeft() {
        pay("p-1", "alice", "10");

        assertThat(refund("r-1", "p-1", "4").isNew()).isTrue();
        assertThat(refund("r-1", "p-1", "4").isNew()).isFalse();
        assertThat(refund("r-2", "p-1", "6").isNew()).isTrue();

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.ZERO);
        assertThat(ledger.balance("platform:payments:stripe")).isEqualTo(Money.ZERO);
        assertThat(deposits.of(alice, ALL).items().getFirst().refunds())
                .extracting(Deposit.Refund::amount)
                .containsExactly(Money.of("4"), Money.of("6"));
        assertConflict(() -> refund("r-3", "p-1", "0.000000001"), "Only 0.000000000 USD are left of the deposit");
        assertConflict(() -> refund("r-1", "p-1", "3"), "told before as 4.000000000");
    }

    @Test
    void givesBackNothingThatIsSpent() {
        pay("p-1", "alice", "10");
        database.jdbi()
                .useTransaction(
                        handle -> ledger.post(handle, "spent", "a test", move("wallet:alice", Ledger.REVENUE, "7.5")));

        assertConflict(() -> refund("r-1", "p-1", "2.500000001"), "the rest is spent");
        refund("r-1", "p-1", "2.5");

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.ZERO);
    }

    @Test
    void givesBackWhatWaitsInSuspense() {
        Deposit waiting = pay("p-1", "alcie", "10").deposit();
        refund("r-1", "p-1", "4");

        deposits.settle(waiting.id(), "alice");

        assertThat(ledger.balance("wallet:alice")).isEqualTo(Money.of("6"));
        assertThat(ledger.balance(Ledger.SUSPENSE)).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"p 1, alice, 1, /id", "p-1, alice, 0, /amount", "p-1, alice, -1, /amount", "p-1, '', 1, /account"})
    void refusesWhatCannotBeTrue(String id, String account, String amount, String pointer) {
        assertThatThrownBy(() -> pay(id, account, amount)).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(422);
            assertThat(refusal.errors().getFirst().pointer()).isEqualTo(pointer);
        });
    }

    @Test
    void knowsOnlyDepositsOfTheProviderThatRefunds() {
        pay("p-1", "alice", "10");

        assertThatThrownBy(() -> deposits.take("paypal", new Refunded("r-1", "p-1", Money.of("1"))))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(404));
    }

    private Deposits.Booked pay(String id, String account, String amount) {
        return deposits.take("stripe", new Deposited(id, account, Money.of(amount)));
    }

    private Deposits.Booked refund(String id, String deposit, String amount) {
        return deposits.take("stripe", new Refunded(id, deposit, Money.of(amount)));
    }

    private static void assertConflict(Runnable telling, String why) {
        assertThatThrownBy(telling::run).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(409);
            assertThat(refusal.detail()).contains(why);
        });
    }
}
