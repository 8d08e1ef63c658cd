package io.chutes.platform.server.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.ScalingSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class AutoscalerTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(5);

    @Property(tries = 20)
    void comesToRestUnderAConstantLoad(
            @ForAll @IntRange(min = 1, max = 2000) int calls,
            @ForAll @IntRange(min = 1, max = 64) int concurrency,
            @ForAll @DoubleRange(min = 0.05, max = 1) double target,
            @ForAll @IntRange(min = 0, max = 100) int before,
            @ForAll @IntRange(min = 0, max = 90) int coldStart) {
        var cluster = new Cluster(new Autoscaler(new ScalingSpec(concurrency, 64, 0, 100, target, IDLE)), coldStart);
        cluster.ready = before;

        List<Integer> instances = new ArrayList<>();
        for (int second = 0; second < 900; second++) {
            instances.add(cluster.tick(calls));
        }

        int needed = Math.min(100, (int) Math.ceil(calls / (concurrency * target) - 1e-9));
        assertThat(instances.subList(600, 900)).containsOnly(needed);
    }

    @Property(tries = 20)
    void turnsAtMostOnceAfterTheLoadHasChangedForGood(
            @ForAll @IntRange(min = 1, max = 300) int first,
            @ForAll @IntRange(min = 1, max = 300) int then,
            @ForAll @IntRange(min = 1, max = 16) int concurrency) {
        var cluster = new Cluster(new Autoscaler(new ScalingSpec(concurrency, 64, 0, 100, 0.75, IDLE)), 20);
        for (int second = 0; second < 600; second++) {
            cluster.tick(first);
        }

        int turns = 0;
        int direction = 0;
        int last = cluster.instances();
        for (int second = 0; second < 900; second++) {
            int now = cluster.tick(then);
            if (now != last && Integer.signum(now - last) != direction) {
                direction = Integer.signum(now - last);
                turns++;
            }
            last = now;
        }

        assertThat(turns).isLessThanOrEqualTo(1);
    }

    @Property(tries = 50)
    void staysWithinItsBoundsAndTakesBoundedSteps(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 500) Integer> calls,
            @ForAll @IntRange(min = 0, max = 10) int least,
            @ForAll @IntRange(min = 1, max = 40) int beyond,
            @ForAll @IntRange(min = 1, max = 8) int concurrency) {
        int most = Math.min(100, least + beyond);
        var cluster = new Cluster(
                new Autoscaler(new ScalingSpec(concurrency, 64, least, most, 0.75, Duration.ofMinutes(1))), 5);

        for (int now : calls) {
            int before = cluster.instances();
            int after = cluster.tick(now);

            assertThat(after).isBetween(Math.min(least, 4), most);
            assertThat(after - before).isLessThanOrEqualTo(Math.max(4, before));
            if (after > 0) {
                assertThat(before - after).isLessThanOrEqualTo(Math.max(1, before / 10));
            }
            assertThat(cluster.decision.reason()).isNotBlank();
            if (now > 0) {
                assertThat(after).isPositive();
            }
        }
    }

    @Property(tries = 20)
    void decidesTheSameFromTheSame(@ForAll @Size(max = 100) List<@IntRange(min = 0, max = 100) Integer> calls) {
        var settings = new ScalingSpec(4, 64, 0, 20, 0.75, Duration.ofMinutes(1));
        var one = new Cluster(new Autoscaler(settings), 7);
        var other = new Cluster(new Autoscaler(settings), 7);

        for (int now : calls) {
            one.tick(now);
            other.tick(now);
            assertThat(one.decision).isEqualTo(other.decision);
        }
    }

    @Test
    void startsAtOnceForACallThatWaitsAndCountsWhatStarts() {
        var scaler = new Autoscaler(new ScalingSpec(4, 64, 0, 10, 0.75, IDLE));

        Decision first = scaler.decide(new Demand(BEGIN, 0, 5, 0, 0, BEGIN));
        Decision second = scaler.decide(new Demand(BEGIN.plusMillis(5), 0, 5, 0, 2, BEGIN));

        assertThat(first.instances()).isEqualTo(2);
        assertThat(second.changes()).isFalse();
        assertThat(first.reason()).isEqualTo("5 calls at once need 2 instances of concurrency 4");
    }

    @Test
    void goesToZeroWhenNothingWasCalledForIdleShutdown() {
        var scaler = new Autoscaler(new ScalingSpec(4, 64, 0, 10, 0.75, IDLE));

        assertThat(scaler.decide(new Demand(BEGIN.plusSeconds(299), 0, 0, 1, 0, BEGIN))
                        .changes())
                .isFalse();
        Decision idle = scaler.decide(new Demand(BEGIN.plusSeconds(300), 0, 0, 1, 0, BEGIN));

        assertThat(idle.instances()).isZero();
        assertThat(idle.reason()).isEqualTo("no call since 2026-01-01T00:00:00Z, idleShutdown = 5m");
    }

    @Test
    void keepsMinInstancesHoweverLittleIsCalled() {
        var scaler = new Autoscaler(new ScalingSpec(4, 64, 2, 10, 0.75, IDLE));

        assertThat(scaler.decide(new Demand(BEGIN.plus(Duration.ofDays(1)), 0, 0, 2, 0, BEGIN))
                        .changes())
                .isFalse();
        Decision more = scaler.decide(new Demand(BEGIN.plus(Duration.ofDays(2)), 0, 0, 1, 0, BEGIN));
        assertThat(more.instances()).isEqualTo(2);
        assertThat(more.reason()).isEqualTo("minInstances = 2, idleShutdown = 5m");
    }

    @Test
    void saysThatItMayNotHaveMore() {
        var scaler = new Autoscaler(new ScalingSpec(1, 64, 0, 2, 0.75, IDLE));

        Decision most = scaler.decide(new Demand(BEGIN, 2, 5, 2, 0, BEGIN));

        assertThat(most.changes()).isFalse();
        assertThat(most.reason()).endsWith("maxInstances = 2 allows no more");
    }

    @Test
    void takesNoneAwayInTheFirstMinuteThatItLooks() {
        var scaler = new Autoscaler(new ScalingSpec(1, 64, 0, 20, 0.75, IDLE));

        for (int second = 0; second < 60; second++) {
            assertThat(scaler.decide(new Demand(BEGIN.plusSeconds(second), 1, 0, 13, 0, BEGIN))
                            .changes())
                    .isFalse();
        }
        assertThat(scaler.decide(new Demand(BEGIN.plusSeconds(60), 1, 0, 13, 0, BEGIN))
                        .instances())
                .isEqualTo(12);
    }

    /** Instances that do as decided, each ready so many seconds later. */
    private static final class Cluster {
        private final Autoscaler scaler;
        private final int coldStart;
        private final List<Integer> starting = new ArrayList<>();
        private int ready;
        private int second;
        private int usedAt;
        private Decision decision = new Decision(new Demand(BEGIN, 0, 0, 0, 0, BEGIN), 0, false, "");

        Cluster(Autoscaler scaler, int coldStart) {
            this.scaler = scaler;
            this.coldStart = coldStart;
        }

        int instances() {
            return ready + starting.size();
        }

        int tick(int calls) {
            second++;
            usedAt = calls > 0 ? second : usedAt;
            int over = (int) starting.stream().filter(at -> at <= second).count();
            starting.removeIf(at -> at <= second);
            ready += over;
            int running = Math.min(calls, ready * scaler.settings().concurrency());
            decision = scaler.decide(new Demand(
                    BEGIN.plusSeconds(second),
                    running,
                    calls - running,
                    ready,
                    starting.size(),
                    BEGIN.plusSeconds(usedAt)));
            while (instances() < decision.instances()) {
                starting.add(second + coldStart);
            }
            while (instances() > decision.instances() && !starting.isEmpty()) {
                starting.removeLast();
            }
            ready -= instances() - decision.instances();
            return instances();
        }
    }
}
