package io.chutes.platform.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.server.fleet.Plan.Live;
import io.chutes.platform.server.fleet.Plan.Situation;
import io.chutes.platform.server.fleet.Plan.Step;
import io.chutes.platform.server.fleet.Plan.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void startsTheFirst() {
        assertThat(Plan.steps(situation(null, List.of(), 1), NOW)).containsExactly(new Step.Start(1));
    }

    @Test
    void leavesTheOneAlone() {
        assertThat(steps(1, new Live("a", 1, InstanceStatus.STARTING, 0, false, false)))
                .isEmpty();
    }

    @Test
    void keepsTheOldVersionUntilTheNewOneIsReady() {
        var old = new Live("old", 1, InstanceStatus.READY, 0, false, false);

        assertThat(steps(2, old)).containsExactly(new Step.Start(2));
        assertThat(steps(2, old, new Live("new", 2, InstanceStatus.STARTING, 0, false, false)))
                .isEmpty();
        assertThat(steps(2, old, new Live("new", 2, InstanceStatus.READY, 0, false, false)))
                .containsExactly(new Step.Stop("old", "replaced by version 2"));
    }

    @Test
    void keepsNoOldVersionForANewOneThatNobodyCalls() {
        var old = new Live("old", 1, InstanceStatus.READY, 0, false, false);
        var waiting = new Live("waiting", 2, InstanceStatus.PENDING, 0, false, false);
        var idle = List.of(new Wanted(2, 0, List.of()));

        assertThat(Plan.steps(new Situation(false, null, idle, List.of(old, waiting)), NOW))
                .containsExactly(
                        new Step.Stop("old", "replaced by version 2"),
                        new Step.Stop("waiting", "no longer needed: 0 of its version are enough"));
    }

    @Test
    void keepsTheOldVersionWhileTheNewOneIsTriedAgain() {
        var old = new Live("old", 1, InstanceStatus.READY, 0, false, false);
        var failed = List.of(new Backoff.Ended(InstanceStatus.FAILED, "it crashed", null, NOW));
        var failing = new Situation(false, null, List.of(new Wanted(2, 1, failed)), List.of(old));

        assertThat(Plan.steps(failing, NOW)).isEmpty();
        assertThat(Plan.steps(failing, NOW.plusSeconds(1))).containsExactly(new Step.Start(2));
    }

    @Test
    void dropsAnOldVersionThatServesNobody() {
        assertThat(steps(2, new Live("old", 1, InstanceStatus.PULLING, 0, false, false)))
                .containsExactly(new Step.Stop("old", "replaced by version 2"), new Step.Start(2));
    }

    @Test
    void stopsAllWithoutCreditAndAllOfADeletedChute() {
        var live = List.of(new Live("a", 1, InstanceStatus.READY, 0, false, false));

        assertThat(Plan.steps(situation("out of credit", live, 1), NOW))
                .containsExactly(new Step.Stop("a", "out of credit"));
        assertThat(Plan.steps(new Situation(true, null, List.of(new Wanted(1, 0, List.of())), live), NOW))
                .containsExactly(new Step.Stop("a", "the chute was deleted"));
    }

    @Test
    void waitsAfterAFailure() {
        var failed = List.of(new Backoff.Ended(InstanceStatus.FAILED, "it crashed", null, NOW));
        var failing = new Situation(false, null, List.of(new Wanted(1, 1, failed)), List.of());

        assertThat(Plan.steps(failing, NOW)).isEmpty();
        assertThat(Plan.steps(failing, NOW.plusSeconds(1))).containsExactly(new Step.Start(1));
    }

    @Test
    void keepsAnInstanceOfTheVersionThatServesAndOneOfItsCanary() {
        var serving = new Live("serving", 1, InstanceStatus.READY, 0, false, false);
        var canary = new Live("canary", 2, InstanceStatus.READY, 0, false, false);

        assertThat(Plan.steps(situation(null, List.of(serving), 1, 2), NOW)).containsExactly(new Step.Start(2));
        assertThat(Plan.steps(situation(null, List.of(serving, canary), 1, 2), NOW))
                .isEmpty();
        assertThat(steps(1, serving, canary)).containsExactly(new Step.Stop("canary", "replaced by version 1"));
        assertThat(steps(2, serving, canary)).containsExactly(new Step.Stop("serving", "replaced by version 2"));
    }

    @Test
    void keepsEitherOfTwoWhileTheVersionTheyGiveWayToStarts() {
        var serving = new Live("serving", 1, InstanceStatus.READY, 0, false, false);
        var canary = new Live("canary", 2, InstanceStatus.READY, 0, false, false);

        assertThat(steps(3, serving, canary)).containsExactly(new Step.Start(3));
    }

    @Test
    void startsWhatIsMissingAndStopsWhatIsTooMuch() {
        var busy = new Live("busy", 1, InstanceStatus.READY, 3, false, false);
        var idle = new Live("idle", 1, InstanceStatus.READY, 0, false, false);
        var starting = new Live("starting", 1, InstanceStatus.STARTING, 0, false, false);

        assertThat(scaled(3, busy)).containsExactly(new Step.Start(1), new Step.Start(1));
        assertThat(scaled(2, busy, idle, starting))
                .extracting(Step.Stop.class::cast)
                .extracting(Step.Stop::instance)
                .containsExactly("starting");
        assertThat(scaled(1, busy, idle))
                .extracting(Step.Stop.class::cast)
                .extracting(Step.Stop::instance)
                .containsExactly("idle");
        assertThat(scaled(0, busy))
                .containsExactly(new Step.Stop("busy", "no longer needed: 0 of its version are enough"));
    }

    @Test
    void takesInstancesOfTheOldVersionAwayAsThoseOfTheNewBecomeReady() {
        var one = new Live("one", 1, InstanceStatus.READY, 1, false, false);
        var two = new Live("two", 1, InstanceStatus.READY, 0, false, false);
        var ready = new Live("ready", 2, InstanceStatus.READY, 0, false, false);
        var starting = new Live("starting", 2, InstanceStatus.STARTING, 0, false, false);
        var wanted = List.of(new Wanted(2, 2, List.of()));

        assertThat(Plan.steps(new Situation(false, null, wanted, List.of(one, two, ready, starting)), NOW))
                .containsExactly(new Step.Stop("two", "replaced by version 2"));
    }

    @Test
    void letsJobsEndBeforeTheirInstanceDoes() {
        var working = new Live("working", 1, InstanceStatus.READY, 0, true, false);
        var idle = new Live("idle", 1, InstanceStatus.READY, 2, false, false);
        var moving = new Live("moving", 1, InstanceStatus.READY, 0, true, true);

        assertThat(scaled(1, working, idle))
                .extracting(step -> ((Step.Stop) step).instance())
                .containsExactly("idle");
        assertThat(scaled(0, working)).isEmpty();
        assertThat(scaled(1, moving, idle)).isEmpty();
        assertThat(steps(2, working, new Live("new", 2, InstanceStatus.READY, 0, false, false)))
                .isEmpty();
        assertThat(Plan.steps(situation("no credit", List.of(working), 1), NOW))
                .containsExactly(new Step.Stop("working", "no credit"));
    }

    private static List<Step> scaled(int instances, Live... live) {
        var wanted = List.of(new Wanted(1, instances, List.of()));
        return Plan.steps(new Situation(false, null, wanted, List.of(live)), NOW);
    }

    private static List<Step> steps(int version, Live... live) {
        return Plan.steps(situation(null, List.of(live), version), NOW);
    }

    private static Situation situation(@Nullable String refusal, List<Live> live, int... versions) {
        List<Wanted> wanted = IntStream.of(versions)
                .mapToObj(version -> new Wanted(version, 1, List.of()))
                .toList();
        return new Situation(false, refusal, wanted, live);
    }
}
