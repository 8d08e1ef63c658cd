package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chute may ask for is never more than what Chutes itself allows, so that a chute of ours would be one there. */
final class LimitsTest {
    private static final Pattern NAME_THERE = Pattern.compile("(?:([a-zA-Z0-9_.-]+)/)*([a-z0-9][a-z0-9_./-]*)");

    @Test
    void areTheStricterOfTheTwo() {
        assertThat(within(Limits.CONCURRENCY, new Range<>(1, 256))).isTrue();
        assertThat(within(Limits.MAX_INSTANCES, new Range<>(1, 100))).isTrue();
        assertThat(within(Limits.IDLE_SHUTDOWN, new Range<>(Duration.ofSeconds(60), Duration.ofSeconds(604_800))))
                .isTrue();
        assertThat(within(Limits.GPUS, new Range<>(1, 8))).isTrue();
        assertThat(Limits.LONGEST_TAGLINE).isLessThanOrEqualTo(1024);
        assertThat(Limits.LONGEST_README).isLessThanOrEqualTo(16_384);
        assertThat(Limits.isTarget(1)).isTrue();
        assertThat(IntStream.of(-1, 0, 2).anyMatch(Limits::isTarget)).isFalse();
        assertThat(Limits.isTarget(Double.NaN)).isFalse();
    }

    @Test
    void holdWhatAChuteGetsThatSaysNothing() {
        ScalingSpec scaling = ScalingSpec.DEFAULT;

        assertThat(Limits.CONCURRENCY.holds(scaling.concurrency())).isTrue();
        assertThat(Limits.MAX_QUEUE.holds(scaling.maxQueue())).isTrue();
        assertThat(Limits.MAX_INSTANCES.holds(scaling.maxInstances())).isTrue();
        assertThat(Limits.IDLE_SHUTDOWN.holds(scaling.idleShutdown())).isTrue();
        assertThat(Limits.isTarget(scaling.target())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "a-b", "minilm-l6-v2", "a23456789-123456789-123456789-123456789-123456789-123456789-123"})
    void takeNamesThatAddressesAndChutesItselfTake(String name) {
        assertThat(Limits.NAME.matcher(name).matches()).isTrue();
        assertThat(NAME_THERE.matcher(name).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "1ab",
                "-ab",
                "ab-",
                "a--b",
                "Abc",
                "a_b",
                "a.b",
                "org/model",
                "äbc",
                "abc\n",
                "a23456789-123456789-123456789-123456789-123456789-123456789-1234"
            })
    void refuseNamesThatAnAddressCannotHold(String name) {
        assertThat(Limits.NAME.matcher(name).matches()).isFalse();
    }

    private static <T extends Comparable<T>> boolean within(Range<T> ours, Range<T> theirs) {
        return theirs.holds(ours.least()) && theirs.holds(ours.most());
    }
}
