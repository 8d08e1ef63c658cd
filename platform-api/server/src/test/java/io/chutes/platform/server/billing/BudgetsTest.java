package io.chutes.platform.server.billing;

import static io.chutes.platform.server.billing.Postings.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.Budget;
import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets, and the credit that they limit. An L4 costs 0.25 an hour. */
final class BudgetsTest {
    private static final Money QUARTER = Money.of("0.25");

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private Database database;
    private Ledger ledger;
    private Metering metering;
    private Budgets budgets;
    private Credit credit;
    private long alice;
    private long sequence;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database);
        metering = new Metering(ledger, PriceLists.shipped(), BigDecimal.ZERO);
        budgets = new Budgets(database, () -> now);
        credit = new Credit(database, () -> now);
        alice = Postings.account(database, "alice");
        database.jdbi()
                .useTransaction(
                        handle -> ledger.post(handle, "gift", "a test", move(Ledger.FAUCET, "wallet:alice", "100")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void needsSomethingInTheWallet() {
        assertThat(refusal("hello", null)).isNull();

        database.jdbi()
                .useTransaction(
                        handle -> ledger.post(handle, "out", "a test", move("wallet:alice", Ledger.REVENUE, "100")));

        assertThat(refusal("hello", null)).contains("'alice' is out of credit");
        assertThat(credit.refusal(new Spender(-1, "nobody", "hello", null)).orElseThrow())
                .contains("'nobody' is out of credit");
    }

    @Test
    void refusesAtTheCapAndNamesTheBudgetItsCapAndWhenItResets() {
        budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, QUARTER));
        use("hello", now, 3599);
        assertThat(refusal("hello", null)).isNull();

        use("other", now.plusSeconds(3599), 1);

        assertThat(refusal("hello", null))
                .contains("daily budget of account 'alice'", "of 0.250000000 USD", "resets at 2026-02-01T00:00:00Z");
        now = Instant.parse("2026-02-01T00:00:00Z");
        assertThat(refusal("hello", null)).isNull();
    }

    @Test
    void countsAMonthFromItsFirstDayAndATotalForEver() {
        budgets.create(alice, new NewBudget(Scope.CHUTE, "hello", Period.MONTH, QUARTER));
        use("hello", Instant.parse("2026-01-02T00:00:00Z"), 3600);

        assertThat(refusal("hello", null)).contains("monthly budget of chute 'hello'", "2026-02-01T00:00:00Z");
        assertThat(refusal("other", null)).isNull();
        now = Instant.parse("2026-02-15T00:00:00Z");
        assertThat(refusal("hello", null)).isNull();

        budgets.create(alice, new NewBudget(Scope.CHUTE, "hello", Period.TOTAL, QUARTER));
        assertThat(refusal("hello", null)).contains("total budget of chute 'hello'", "it never resets");
    }

    @Test
    void givesUsageToTheDayOnWhichItWasNotToThatOfItsReport() {
        budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, QUARTER));
        Instant beforeMidnight = Instant.parse("2026-01-30T23:00:00Z");

        use("hello", beforeMidnight, 5400);

        assertThat(budgets.list(alice, DepositsTest.ALL).items().getFirst().spent())
                .isEqualTo(Money.of("0.125"));
    }

    @Test
    void capsAKeyByItsBudgetAndByItsOwnCap() {
        var uncapped = new Spender.Key("k1", null);
        var capped = new Spender.Key("k2", QUARTER);
        database.jdbi().useHandle(handle -> {
            new Spend().byKey(handle, alice, "k1", now, QUARTER);
            new Spend().byKey(handle, alice, "k2", now, QUARTER);
        });
        assertThat(refusal("hello", uncapped)).isNull();
        assertThat(refusal("hello", capped)).contains("total budget of key ck_k2_…", "of 0.250000000 USD");

        assertThatThrownBy(() -> budgets.create(alice, new NewBudget(Scope.KEY, "k1", Period.DAY, QUARTER)))
                .hasMessageContaining("no key of the id 'k1'");
        Postings.key(database, alice, "k1");
        budgets.create(alice, new NewBudget(Scope.KEY, "k1", Period.DAY, QUARTER));

        assertThat(refusal("hello", uncapped)).contains("daily budget of key ck_k1_…");
        assertThat(refusal("hello", null)).isNull();
    }

    @Test
    void tellsOnceThatACapIsReached() {
        database.jdbi().useHandle(handle -> handle.execute("""
                        insert into api_key (id, account_id, hash, name, admin, scopes, spend_cap)
                        values ('k2', ?, decode(repeat('00', 32), 'hex'), 'k2', true, '[]', 0.25)""", alice));
        budgets.create(alice, new NewBudget(Scope.CHUTE, "hello", Period.DAY, QUARTER));

        use("hello", now, 3599);
        use("other", now, 3600);
        assertThat(caps()).isEmpty();
        use("hello", now.plusSeconds(3599), 1);
        use("hello", now.plusSeconds(3600), 60);

        assertThat(caps())
                .containsExactly(
                        "budget.used-up The daily budget of the chute 'hello' is used up: 0.250000000 of 0.250000000 USD are spent");
        database.jdbi().useHandle(handle -> {
            new Spend().byKey(handle, alice, "k2", now, Money.of("0.3"));
            new Spend().byKey(handle, alice, "k2", now, QUARTER);
        });
        assertThat(caps())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("key.spend-cap-reached The spend cap of the key ck_k2_… is used up: 0.300000000 of 0.25");
        now = now.plusSeconds(86400);
        use("hello", now, 3600);
        assertThat(caps()).hasSize(3).last().asString().startsWith("budget.used-up");
    }

    private List<String> caps() {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                        select type || ' ' || message from event
                        where account_id = :alice and (type like '%.used-up' or type like '%-reached') order by id""")
                .bind("alice", alice)
                .mapTo(String.class)
                .list());
    }

    @Test
    void countsWhatCallsUnderWayHaveCost() {
        budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, QUARTER));
        var spender = new Spender(alice, "alice", "bob/llm", null);

        var below = new Pending(Money.of("0.249999999"), Money.ZERO, Money.ZERO);
        var at = new Pending(QUARTER, Money.ZERO, Money.ZERO);

        assertThat(credit.of(spender, below).refusal()).isNull();
        assertThat(credit.of(spender, at).refusal()).contains("daily budget of account 'alice'");
        assertThat(credit.of(spender, new Pending(Money.of("100"), Money.ZERO, Money.ZERO))
                        .refusal())
                .contains("out of credit");
    }

    @Test
    void makesChangesAndDeletesThoseOfTheAccountAlone() {
        long bob = Postings.account(database, "bob");
        Budget budget = budgets.create(alice, new NewBudget(Scope.CHUTE, "hello", Period.DAY, QUARTER));

        assertThat(budget.resetsAt()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(budgets.cap(alice, budget.id(), Money.of("2"), _ -> {})
                        .orElseThrow()
                        .cap())
                .isEqualTo(Money.of("2"));
        assertThat(budgets.cap(bob, budget.id(), Money.of("3"), _ -> {})).isEmpty();
        assertThat(budgets.one(bob, budget.id())).isEmpty();
        assertThat(budgets.list(bob, DepositsTest.ALL).items()).isEmpty();
        assertThat(budgets.delete(bob, budget.id())).isFalse();
        assertThat(budgets.one(alice, budget.id()).orElseThrow().cap()).isEqualTo(Money.of("2"));
        assertThat(budgets.delete(alice, budget.id())).isTrue();
        assertThat(budgets.one(alice, budget.id())).isEmpty();
    }

    @Test
    void refusesASecondBudgetForTheSame() {
        budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, QUARTER));
        budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.MONTH, QUARTER));

        assertThatThrownBy(() -> budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, QUARTER)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("There is a daily budget for this account already");
    }

    @ParameterizedTest
    @CsvSource({
        "ACCOUNT, hello, 1, /subject",
        "CHUTE, , 1, /subject",
        "CHUTE, a/b/c, 1, /subject",
        "KEY, ck-1, 1, /subject",
        "ACCOUNT, , 0, /cap",
        "ACCOUNT, , -1, /cap"
    })
    void refusesWhatCapsNothing(Scope scope, @Nullable String subject, String cap, String pointer) {
        assertThatThrownBy(() -> budgets.create(alice, new NewBudget(scope, subject, Period.DAY, Money.of(cap))))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(
                                refusal.errors().getFirst().pointer())
                        .isEqualTo(pointer));
    }

    private @Nullable String refusal(String chute, Spender.@Nullable Key key) {
        return credit.of(new Spender(alice, "alice", chute, key), Pending.NONE).refusal();
    }

    private void use(String chute, Instant from, long seconds) {
        var interval = new MeteredInterval(
                "i-1", ++sequence, alice, "alice", chute, from, from.plusSeconds(seconds), "L4", 1, null, 0, 0, null);
        database.jdbi().useTransaction(handle -> metering.book(handle, interval));
    }
}
