package io.chutes.platform.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.server.fleet.Plan.Live;
import io.chutes.platform.server.fleet.Plan.Situation;
import io.chutes.platform.server.fleet.Plan.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void startsTheFirst() {
        assertThat(Plan.steps(new Situation(false, null, 1, List.of(), List.of()), NOW))
                .containsExactly(new Step.Start());
    }

    @Test
    void leavesTheOneAlone() {
        assertThat(steps(1, new Live("a", 1, InstanceStatus.STARTING))).isEmpty();
    }

    @Test
    void keepsTheOldVersionUntilTheNewOneIsReady() {
        var old = new Live("old", 1, InstanceStatus.READY);

        assertThat(steps(2, old)).containsExactly(new Step.Start());
        assertThat(steps(2, old, new Live("new", 2, InstanceStatus.STARTING))).isEmpty();
        assertThat(steps(2, old, new Live("new", 2, InstanceStatus.READY)))
                .containsExactly(new Step.Stop("old", "replaced by version 2"));
    }

    @Test
    void dropsAnOldVersionThatServesNobody() {
        assertThat(steps(2, new Live("old", 1, InstanceStatus.PULLING)))
                .containsExactly(new Step.Stop("old", "replaced by version 2"), new Step.Start());
    }

    @Test
    void stopsAllWithoutCreditAndAllOfADeletedChute() {
        var live = List.of(new Live("a", 1, InstanceStatus.READY));

        assertThat(Plan.steps(new Situation(false, "out of credit", 1, live, List.of()), NOW))
                .containsExactly(new Step.Stop("a", "out of credit"));
        assertThat(Plan.steps(new Situation(true, null, 1, live, List.of()), NOW))
                .containsExactly(new Step.Stop("a", "the chute was deleted"));
    }

    @Test
    void waitsAfterAFailure() {
        var failed = List.of(new Backoff.Ended(InstanceStatus.FAILED, "it crashed", null, NOW));

        assertThat(Plan.steps(new Situation(false, null, 1, List.of(), failed), NOW))
                .isEmpty();
        assertThat(Plan.steps(new Situation(false, null, 1, List.of(), failed), NOW.plusSeconds(1)))
                .containsExactly(new Step.Start());
    }

    private static List<Step> steps(int version, Live... live) {
        return Plan.steps(new Situation(false, null, version, List.of(live), List.of()), NOW);
    }
}
