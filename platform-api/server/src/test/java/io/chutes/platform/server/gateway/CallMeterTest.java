package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.access.Grant;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob, who has 100 USD, calls Alice's chute. */
final class CallMeterTest {
    private final TestPlatform platform = new TestPlatform();
    private Chute chute;
    private Principal bob;

    @BeforeEach
    void deploy() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        chute = new Chutes(platform.database.jdbi(), platform.clock)
                .find(platform.accountId(), GPU_CHUTE)
                .orElseThrow();
        long id = platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select id from account where name = 'bob'")
                .mapTo(Long.class)
                .one());
        bob = new Principal(id, "bob", Set.of(), "k1", Grant.ALL, null);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void paysTheOwnerWhateverBecameOfTheCaller() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("0.002")), platform.clock.instant());

        try (CallUnderWay call = begin()) {
            call.answers(200, () -> {});
        }

        assertThat(balance("bob")).isEqualTo(Money.of("99.998"));
        assertThat(balance("alice")).isEqualTo(Money.of("100.002"));
    }

    @Test
    void paysWhatWasAskedWhenTheCallBeganHoweverLongItWaitedForAnInstance() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("0.002")), platform.clock.instant());

        try (CallUnderWay call = platform.gateway.meter().begin(bob, chute)) {
            platform.clock.advance(Duration.ofSeconds(30));
            platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("50")), platform.clock.instant());
            call.runsOn("i-1");
            call.answers(200, () -> {});
        }

        assertThat(balance("bob")).isEqualTo(Money.of("99.998"));
    }

    @Test
    void chargesNothingForWhatTheChuteFailedToDo() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("0.002")), platform.clock.instant());

        try (CallUnderWay call = begin()) {
            call.answers(500, () -> {});
        }
        begin().close();
        try (CallUnderWay call = begin()) {
            call.waits(() -> {});
            call.notTaken();
            call.callerGone();
            assertThat(call.isStopped()).isTrue();
        }

        assertThat(balance("bob")).isEqualTo(Money.of("100"));
    }

    @Test
    void cutsACallWhoseCostHasReachedABudgetBeforeItIsBooked() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Second(Money.of("10")), platform.clock.instant());
        platform.budgets.create(
                bob.accountId(), new NewBudget(Scope.CHUTE, "alice/hello", Period.DAY, Money.of("0.05")));
        var ended = new AtomicBoolean();

        CallUnderWay call = begin();
        call.answers(200, () -> ended.set(true));
        await().untilTrue(ended);

        assertThat(call.refusal().orElseThrow()).contains("daily budget of chute 'alice/hello'");
        assertThatThrownBy(() -> platform.gateway.meter().begin(bob, chute))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(402));
        call.close();
        assertThat(balance("bob")).isEqualTo(Money.of("99.95"));
        assertThat(balance("alice")).isEqualTo(Money.of("100.05"));
    }

    @Test
    void cutsTheCallsOfAnAccountThatIsDeleted() {
        var ended = new AtomicBoolean();
        try (CallUnderWay call = begin()) {
            call.answers(200, () -> ended.set(true));
            platform.database
                    .jdbi()
                    .useHandle(handle -> handle.execute("update account set deleted_at = now() where name = 'bob'"));

            await().untilTrue(ended);
            assertThat(call.refusal()).contains("The account 'bob' was deleted");
        }
    }

    @Test
    void booksLaterWhatCannotBeBookedNow() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("60")), platform.clock.instant());
        platform.database.jdbi().useHandle(handle -> handle.execute("alter table call_charge rename to away"));

        try (CallUnderWay call = begin()) {
            call.answers(200, () -> {});
        }
        assertThat(balance("bob")).isEqualTo(Money.of("100"));
        platform.budgets.create(bob.accountId(), new NewBudget(Scope.ACCOUNT, null, Period.TOTAL, Money.of("50")));
        assertThatThrownBy(this::begin).hasMessageContaining("60.000000000 of 50.000000000 USD");

        platform.database.jdbi().useHandle(handle -> handle.execute("alter table away rename to call_charge"));
        await().until(() -> balance("bob").equals(Money.of("50")));
        assertThat(balance("alice")).isEqualTo(Money.of("150"));
    }

    @Test
    void hasTheCallsPaidThatAreUnderWayAsThePlatformStops() {
        platform.chutePrices.ask(chute.id(), new CallPrice.Request(Money.of("0.002")), platform.clock.instant());
        CallUnderWay call = begin();
        call.answers(200, () -> {});

        platform.gateway.close();
        call.close();

        assertThat(balance("bob")).isEqualTo(Money.of("99.998"));
    }

    @Test
    void readsNoAnswerOnForEverAndTellsTheOwnerWhyItCostNothing() {
        platform.chutePrices.ask(
                chute.id(), new CallPrice.MillionTokens(Money.of("1"), Money.of("1")), platform.clock.instant());
        var ended = new AtomicBoolean();
        try (CallUnderWay call = begin()) {
            call.answers(200, () -> ended.set(true));
            call.callerLeft();
            call.endIfLeft(LeftAnswer.LONGEST);
            assertThat(ended).isFalse();
            call.endIfLeft(Duration.ZERO);
            assertThat(ended).isTrue();
        }
        ended.set(false);
        try (CallUnderWay call = begin()) {
            call.waits(() -> ended.set(true));
            call.callerGone();
            assertThat(call.isStopped()).as("it is to tell its tokens").isFalse();
            call.endIfLeft(Duration.ZERO);
            assertThat(ended).isTrue();
        }

        String told = platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select message from event where type = 'chute.call-uncounted'")
                .mapTo(String.class)
                .one());
        assertThat(told).contains("cost nothing: its caller left", "given up, before its answer told a 'usage'");
    }

    @Test
    void letsNobodySpendWhatTheOwnerCannot() {
        platform.deposit(TestPlatform.ALICE, "reversal", "-100");

        assertThatThrownBy(() -> platform.gateway.meter().begin(bob, chute))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(503));
    }

    private CallUnderWay begin() {
        CallUnderWay call = platform.gateway.meter().begin(bob, chute);
        call.runsOn("i-1");
        return call;
    }

    private Money balance(String account) {
        return platform.ledger.balance(Ledger.wallet(account));
    }
}
