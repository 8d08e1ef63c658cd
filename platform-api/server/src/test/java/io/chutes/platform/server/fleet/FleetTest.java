package io.chutes.platform.server.fleet;

import static io.chutes.platform.server.fleet.TestPlatform.CPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static io.chutes.platform.server.fleet.TestPlatform.withWeights;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Budget;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.manifest.WeightsSpec;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.web.HttpCaller;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FleetTest {
    private final TestPlatform platform = new TestPlatform();
    private final TestNode one = platform.node("one");

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void placesAnInstanceAndOrdersItOfTheNode() {
        one.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(2)));
        platform.settle();

        DesiredInstance desired = one.only();
        assertThat(desired.startLimit()).isEqualTo(TimeoutsSpec.DEFAULT.startup());
        assertThat(desired.callLimit()).isEqualTo(TimeoutsSpec.DEFAULT.total());

        InstanceState state = instance(0);
        assertThat(desired.id()).isEqualTo(state.id());
        assertThat(desired.chute()).isEqualTo("alice/hello");
        assertThat(desired.gpu()).isEqualTo("L4");
        assertThat(desired.gpuCount()).isEqualTo(2);
        assertThat(desired.token()).hasSize(43);
        assertThat(desired.environment()).isEmpty();
        assertThat(state.status()).isEqualTo(InstanceStatus.PLACING);
        assertThat(state.node()).isEqualTo("one");
    }

    @Test
    void showsEachStationAndItsPhases() {
        String id = placed();

        one.sees(id, InstanceStatus.PULLING).sync();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.PULLING);
        one.seesReady(id).sync();

        assertThat(instance(0).status()).isEqualTo(InstanceStatus.READY);
        assertThat(instance(0).reason()).isEqualTo("as the node says");
        assertThat(instance(0).phases()).hasSize(1);
    }

    @Test
    void ignoresAReportThatRunsBackwards() {
        String id = ready();

        one.sees(id, InstanceStatus.PULLING).sync();

        assertThat(instance(0).status()).isEqualTo(InstanceStatus.READY);
    }

    @Test
    void saysWhyAnInstanceIsPendingAndPlacesItWhenThereIsRoom() {
        one.has(Map.of("L4", 1)).sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(2)));
        platform.settle();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.PENDING);
        assertThat(instance(0).reason())
                .isEqualTo("no node has 2 free GPUs of L4: 1 node has fewer GPUs of a model than asked for");

        one.has(Map.of("L4", 2)).sync();
        platform.settle();

        assertThat(instance(0).status()).isEqualTo(InstanceStatus.PLACING);
    }

    @Test
    void neverGivesAGpuTwice() {
        one.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(2)));
        platform.settle();
        platform.deploy(2, manifest("other", gpus(1)));
        platform.settle();

        assertThat(one.sync().instances()).hasSize(1);
        assertThat(platform.chute("other").instances().getFirst().reason())
                .isEqualTo(
                        "no node has 1 free GPU of L4: 1 node has what is asked for, all taken; when some is free again is not known");
    }

    @Test
    void placesWhereTheWeightsAreRatherThanTheImage() {
        var weights = new WeightsSpec("weights", "hf://alice/model", "0".repeat(40), List.of(), List.of());
        one.sync();
        platform.deploy(1, withWeights(manifest(GPU_CHUTE, gpus(1)), weights));
        platform.settle();
        one.seesReady(one.only().id()).sync();
        TestNode other = platform.node("two").hasWeights("hf://alice/model@" + "1".repeat(40), weights.source());
        other.sync();

        platform.http.send(platform.http
                .request("/v1/chutes/hello/scaling", platform.authorization())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"minInstances\":2,\"maxInstances\":2}")));
        platform.settle();

        assertThat(other.sync().instances()).hasSize(1);
        assertThat(other.hasWeights("x".repeat(600)).report().body()).contains("/condition/weights");
    }

    @Test
    void countsCoresAndMemoryWhereNoGpuIsAsked() {
        one.sync();
        platform.deploy(1, manifest(CPU_CHUTE, new Hardware.Cpu(3, 4)));
        platform.settle();
        platform.deploy(2, manifest("other", new Hardware.Cpu(2, 4)));
        platform.settle();

        assertThat(one.sync().instances()).hasSize(1);
        assertThat(platform.chute("other").instances().getFirst().reason())
                .startsWith(
                        "no node has 2 free cores and 4 GiB of free memory: 1 node has what is asked for, all taken");
    }

    @Test
    void booksAnIntervalOnceHoweverOftenItIsReported() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));
        one.used(id, 1, from, platform.clock.instant());

        List<CompletableFuture<HttpResponse<String>>> reports = Stream.generate(
                        () -> CompletableFuture.supplyAsync(one::report))
                .limit(8)
                .toList();
        reports.forEach(report -> assertThat(report.join().statusCode()).isEqualTo(200));
        NodeOrders orders = one.sync();

        assertThat(orders.acknowledgedUsage()).containsEntry(id, 1L);
        assertThat(platform.balance()).isEqualTo(Money.of("99.75"));
        assertThat(platform.ledger.balance(Ledger.REVENUE)).isEqualTo(Money.of("0.25"));
        assertThat(ledgerSum()).isEqualTo(Money.ZERO);
    }

    @Test
    void booksIntervalsThatTouchDownToTheNanosecond() {
        String id = ready();
        var from = platform.clock.instant().plusNanos(1_999);
        var middle = from.plusSeconds(60).plusNanos(999_999);
        platform.clock.advance(Duration.ofHours(1));

        one.used(id, 1, from, middle).sync();
        NodeOrders orders =
                one.forgetsUsage().used(id, 2, middle, platform.clock.instant()).sync();

        assertThat(orders.acknowledgedUsage()).containsEntry(id, 2L);
    }

    @Test
    void acknowledgesNothingBeyondAGap() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));
        var to = platform.clock.instant();

        NodeOrders gap = one.used(id, 2, from.plusSeconds(60), to).sync();
        assertThat(gap.acknowledgedUsage()).containsEntry(id, 0L);
        assertThat(platform.balance()).isEqualTo(Money.of("100"));

        NodeOrders whole = one.used(id, 1, from, from.plusSeconds(60)).sync();
        assertThat(whole.acknowledgedUsage()).containsEntry(id, 2L);
        assertThat(platform.balance()).isEqualTo(Money.of("99.75"));
    }

    @Test
    void showsAGapAtOnceAndNoMoreWhenItIsFilled() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));

        one.used(id, 2, from.plusSeconds(60), from.plusSeconds(120)).sync();
        assertThat(platform.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.instance()).isEqualTo(id);
            assertThat(gap.chute()).isEqualTo("hello");
            assertThat(List.of(gap.firstSequence(), gap.lastSequence())).containsExactly(1L, 1L);
            assertThat(List.of(gap.after(), gap.before())).containsExactly(from, from.plusSeconds(60));
        });

        one.used(id, 1, from, from.plusSeconds(60)).sync();
        assertThat(platform.gaps()).isEmpty();
    }

    @Test
    void chargesNothingForAGapThatIsNeverFilledAndGoesOnBehindIt() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(2));
        one.used(id, 1, from, from.plusSeconds(36))
                .used(id, 4, from.plusSeconds(3600), from.plusSeconds(3636))
                .sync();
        assertThat(platform.balance()).isEqualTo(Money.of("99.9975"));

        platform.clock.advance(Duration.ofSeconds(59));
        assertThat(one.sync().acknowledgedUsage()).containsEntry(id, 1L);
        platform.clock.advance(Duration.ofSeconds(1));
        assertThat(one.sync().acknowledgedUsage()).containsEntry(id, 4L);

        assertThat(platform.balance()).isEqualTo(Money.of("99.995"));
        one.forgetsUsage()
                .used(id, 3, from.plusSeconds(100), from.plusSeconds(3600))
                .sync();
        assertThat(platform.balance()).isEqualTo(Money.of("99.995"));
        assertThat(platform.gaps()).singleElement().satisfies(gap -> {
            assertThat(List.of(gap.firstSequence(), gap.lastSequence())).containsExactly(2L, 3L);
            assertThat(gap.after()).isEqualTo(from.plusSeconds(36));
        });
    }

    @Test
    void drainsWhatABudgetIsUsedUpFor() {
        String id = ready();
        var from = platform.clock.instant();
        platform.budgets.create(
                platform.accountId(), new NewBudget(Budget.Scope.CHUTE, "hello", Budget.Period.DAY, Money.of("0.01")));
        platform.clock.advance(Duration.ofHours(1));
        one.used(id, 1, from, from.plusSeconds(100)).sync();
        platform.settle();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.READY);

        one.used(id, 2, from.plusSeconds(100), from.plusSeconds(144)).sync();
        platform.settle();

        assertThat(instance(0).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(instance(0).reason()).contains("daily budget of chute 'hello'", "resets at 2026-01-02T00:00:00Z");
    }

    @Test
    void refusesIntervalsThatCannotBeTrue() {
        String id = ready();
        var begin = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));
        var now = platform.clock.instant();
        one.used(id, 1, begin, begin.plusSeconds(60)).sync();

        assertRefused(one.forgetsUsage().used(id, 2, begin.plusSeconds(59), now).report(), "overlaps");
        assertRefused(one.forgetsUsage().used(id, 2, now, now.minusSeconds(1)).report(), "ends before it begins");
        assertRefused(one.forgetsUsage().used(id, 2, now, now.plusSeconds(60)).report(), "ends in the future");

        assertThat(one.forgetsUsage().sync().acknowledgedUsage()).containsEntry(id, 1L);
    }

    @Test
    void refusesAnIntervalFromBeforeTheInstanceWasPlaced() {
        String id = ready();
        var now = platform.clock.instant();

        assertRefused(one.used(id, 1, now.minusSeconds(60), now).report(), "begins before the instance was placed");
        assertThat(platform.balance()).isEqualTo(Money.of("100"));
    }

    @Test
    void believesANodeOnlyAboutWhatIsOnIt() {
        String id = placed();
        var now = platform.clock.instant();

        HttpResponse<String> seen = platform.node("two").seesReady(id).report();
        HttpResponse<String> used =
                platform.node("two").used(id, 1, now, now.plusSeconds(1)).report();

        assertThat(List.of(seen.statusCode(), used.statusCode())).containsOnly(403);
        assertThat(seen.body()).contains(id, "is not on the node 'two'");
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.PLACING);
        assertThat(platform.balance()).isEqualTo(Money.of("100"));
    }

    @Test
    void letsInOnlyNodesWithTheirToken() {
        HttpResponse<String> none = platform.http.post("/v1/nodes/sync", "{}");
        HttpResponse<String> wrong = platform.http.post("/v1/nodes/sync", "{}", TestPlatform.bearer("x".repeat(32)));
        HttpResponse<String> user = platform.http.post("/v1/nodes/sync", "{}", platform.authorization());

        assertThat(List.of(none, wrong, user))
                .extracting(HttpResponse::statusCode)
                .containsOnly(401);
    }

    @Test
    void refusesAModelThatThePriceListDoesNotKnow() {
        assertRefused(one.has(Map.of("VOODOO_2", 2)).report(), "VOODOO_2");
    }

    @Test
    void replacesWhatWasOnALostNodeAndClosesItsUsage() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofSeconds(36));
        one.used(id, 1, from, platform.clock.instant()).sync();
        Money afterLastReport = platform.balance();
        platform.clock.advance(Duration.ofSeconds(59));
        platform.node("two").sync();
        platform.settle();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.READY);

        platform.clock.advance(Duration.ofSeconds(1));
        platform.settle();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.FAILED);
        assertThat(instance(0).reason()).startsWith("node one was lost");
        platform.clock.advance(Duration.ofSeconds(1));
        platform.settle();

        assertThat(instance(0).id()).isNotEqualTo(id);
        assertThat(instance(0).node()).isEqualTo("two");
        NodeOrders orders = one.used(id, 2, from.plusSeconds(36), from.plusSeconds(90))
                .sees(id, InstanceStatus.STOPPED)
                .sync();
        assertThat(orders.instances()).isEmpty();
        assertThat(orders.forget()).containsExactly(id);
        assertThat(platform.balance()).isEqualTo(afterLastReport).isEqualTo(Money.of("99.9975"));
    }

    @Test
    void doesNotTakeItsOwnAbsenceForTheNodes() {
        String id = ready();
        platform.clock.advance(Duration.ofMinutes(10));

        try (Fleet restarted = platform.restartedFleet()) {
            while (restarted.pass()) {}
            assertThat(instance(0).status()).isEqualTo(InstanceStatus.READY);

            platform.clock.advance(Duration.ofMinutes(1));
            restarted.pass();
        }

        assertThat(instance(0).id()).isEqualTo(id);
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void stopsWithoutCreditAndStartsAgainWithIt() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(400));
        one.used(id, 1, from, platform.clock.instant()).sync();
        assertThat(platform.balance()).isEqualTo(Money.of("0"));
        platform.settle();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(one.sync().instances()).isEmpty();

        NodeOrders last = one.sees(id, InstanceStatus.STOPPED).sync();
        platform.settle();
        assertThat(last.forget()).containsExactly(id);
        assertThat(platform.chute(GPU_CHUTE).instances()).hasSize(1);
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.STOPPED);
        assertThat(instance(0).reason()).contains("'alice' is out of credit");

        platform.deposit(TestPlatform.ALICE, "second", "1");
        platform.settle();
        assertThat(one.seesNothing().only().id()).isNotEqualTo(id);
        assertThat(ledgerSum()).isEqualTo(Money.ZERO);
    }

    @Test
    void replacesAVersionWhenTheNextIsReady() {
        String old = ready();
        platform.deploy(2, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        assertThat(one.sync().instances()).hasSize(2);
        String next = instance(0).id();

        one.seesReady(next).sync();
        platform.settle();

        assertThat(one.only().id()).isEqualTo(next);
        assertThat(instance(1).id()).isEqualTo(old);
        assertThat(instance(1).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(instance(1).reason()).isEqualTo("replaced by version 2");
    }

    @Test
    void failsAnInstanceThatIsSaidToAnswerOnAnotherMachine() {
        for (String elsewhere : List.of("http://169.254.169.254/", "http://db.internal:5432", "http://10.0.0.1:1")) {
            String id = placed();

            one.sees(id, InstanceStatus.READY, URI.create(elsewhere)).sync();

            assertThat(instance(0).status()).isEqualTo(InstanceStatus.FAILED);
            assertThat(instance(0).reason()).contains("node one", elsewhere, "127.0.0.1");
            one.seesNothing();
            platform.delete(GPU_CHUTE);
            platform.settle();
        }
    }

    @Test
    void letsANodePullOnlyWhatIsOnIt() {
        String id = ready();
        assertThat(platform.fleet.mayPull("one", "alice/images")).isTrue();
        assertThat(platform.fleet.mayPull("two", "alice/images")).isFalse();
        assertThat(platform.fleet.mayPull("one", "alice/image")).isFalse();

        platform.delete(GPU_CHUTE);
        platform.settle();
        one.sees(id, InstanceStatus.STOPPED).sync();

        assertThat(platform.fleet.mayPull("one", "alice/images")).isFalse();
    }

    @Test
    void booksNothingAfterAnInstanceHasEnded() {
        String id = ready();
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofSeconds(36));
        one.used(id, 1, from, platform.clock.instant())
                .sees(id, InstanceStatus.STOPPED)
                .sync();
        Money atItsEnd = platform.balance();

        platform.clock.advance(Duration.ofHours(1));
        one.forgetsUsage()
                .used(id, 2, from.plusSeconds(36), platform.clock.instant())
                .sync();

        assertThat(platform.balance()).isEqualTo(atItsEnd).isEqualTo(Money.of("99.9975"));
    }

    @Test
    void replacesAFailedInstanceAfterAWhile() {
        String id = placed();
        one.sees(id, InstanceStatus.FAILED).sync();
        platform.settle();
        assertThat(platform.chute(GPU_CHUTE).instances()).hasSize(1);

        platform.clock.advance(Duration.ofSeconds(1));
        platform.settle();

        assertThat(platform.chute(GPU_CHUTE).instances())
                .extracting(InstanceState::status)
                .containsExactly(InstanceStatus.PLACING, InstanceStatus.FAILED);
    }

    @Test
    void replacesWhatANodeStoppedAsItEndedAndWhatItNoLongerHas() {
        String id = ready();
        one.sees(id, InstanceStatus.STOPPED).sync();
        assertThat(instance(0).status()).isEqualTo(InstanceStatus.STOPPED);
        assertThat(instance(0).reason()).isEqualTo("node one stopped it: as the node says");

        platform.clock.advance(Duration.ofSeconds(1));
        platform.settle();
        one.seesNothing().seesReady(one.only().id()).sync();
        one.seesNothing().sync();
        assertThat(instance(0).reason()).isEqualTo("node one no longer has it");
    }

    @Test
    void stopsTheInstancesOfADeletedChute() {
        String id = ready();

        platform.delete(GPU_CHUTE);
        platform.settle();

        assertThat(one.sync().instances()).isEmpty();
        assertThat(one.sees(id, InstanceStatus.STOPPED).sync().forget()).containsExactly(id);
        assertThat(one.seesNothing().sync().forget()).isEmpty();
    }

    @Test
    void showsEndedInstancesForAnHour() {
        String id = placed();
        one.sees(id, InstanceStatus.FAILED).sync();

        platform.clock.advance(Duration.ofMinutes(59));
        assertThat(platform.chute(GPU_CHUTE).instances()).hasSize(1);
        platform.clock.advance(Duration.ofMinutes(1));

        assertThat(platform.chute(GPU_CHUTE).instances()).isEmpty();
    }

    @Test
    void answersAWaitingNodeAsSoonAsThereIsWork() throws InterruptedException, ExecutionException, TimeoutException {
        one.sync();
        CompletableFuture<NodeOrders> waiting = CompletableFuture.supplyAsync(one.waits(30_000)::sync);

        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();

        assertThat(waiting.get(25, TimeUnit.SECONDS).instances()).hasSize(1);
    }

    private String placed() {
        one.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        return one.only().id();
    }

    private String ready() {
        String id = placed();
        one.seesReady(id).sync();
        return id;
    }

    private InstanceState instance(int index) {
        return platform.chute(GPU_CHUTE).instances().get(index);
    }

    private Money ledgerSum() {
        return new Money(
                platform.database.jdbi().withHandle(handle -> handle.createQuery("select sum(amount) from ledger_entry")
                        .mapTo(BigDecimal.class)
                        .one()));
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(answer).path("detail").asText()).contains(why);
    }
}
