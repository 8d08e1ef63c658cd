package io.chutes.platform.server.chute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a new version is given up. */
final class TryOutTest {
    private static final TryOut RULE = TryOut.USUAL;

    @ParameterizedTest
    @CsvSource({
        "19, 19, 0, 0, false",
        "20, 2, 0, 0, true",
        "20, 1, 0, 0, false",
        "1000, 99, 0, 0, false",
        "1000, 100, 0, 0, true",
        "100, 30, 100, 15, true",
        "100, 29, 100, 15, false",
        "100, 100, 100, 50, true",
        "100, 100, 100, 51, false"
    })
    void comparesFailedCallsWithThoseOfTheVersionBefore(
            int calls, int failed, int formerCalls, int formerFailed, boolean givenUp) {
        assertThat(RULE.verdict(trial(calls, failed, formerCalls, formerFailed, 0)))
                .matches(verdict -> verdict.isPresent() == givenUp);
    }

    @Property
    void nothingIsGivenUpThatFailsNoMoreThanWhatWasBefore(
            @ForAll @IntRange(max = 10_000) int failed,
            @ForAll @IntRange(max = 10_000) int well,
            @ForAll @IntRange(max = 10_000) int formerFailed,
            @ForAll @IntRange(max = 10_000) int formerWell) {
        Trial trial = trial(failed + well, failed, formerFailed + formerWell, formerFailed, 2);

        if (trial.tried().failedShare() <= trial.former().failedShare()) {
            assertThat(RULE.verdict(trial)).isEmpty();
        }
    }

    @Test
    void saysWhyInNumbers() {
        assertThat(RULE.verdict(trial(40, 12, 200, 1, 0)))
                .contains("12 of 40 calls (30.0 %) of version 2 failed, of version 1 1 of 200 calls (0.5 %)");
        assertThat(RULE.verdict(trial(0, 0, 0, 0, 3)))
                .contains("3 instances of version 2 failed, the last one since: it went up in smoke");
        assertThat(RULE.verdict(trial(0, 0, 0, 0, 2))).isEmpty();
    }

    @Test
    void refusesRulesThatAreNone() {
        assertThatThrownBy(() -> new TryOut(Duration.ofMinutes(1), 0, 0.1, 2, 3))
                .hasMessageContaining("got 1m, 0, 3");
        assertThatThrownBy(() -> new TryOut(Duration.ofMinutes(1), 1, 0, 2, 3)).hasMessageContaining("margin above 0");
    }

    private static Trial trial(int calls, int failed, int formerCalls, int formerFailed, int failedInstances) {
        return new Trial(
                2,
                1,
                new Trial.Calls(calls, failed),
                new Trial.Calls(formerCalls, formerFailed),
                failedInstances,
                "it went up in smoke");
    }
}
