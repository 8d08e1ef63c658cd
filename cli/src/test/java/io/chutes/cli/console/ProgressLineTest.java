package io.chutes.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    @Test
    void fillsByThePartThatIsDone() {
        assertThat(line(OptionalDouble.of(0))).isEqualTo("[------------------------]   0 %    3 s  Pushing");
        assertThat(line(OptionalDouble.of(0.5))).isEqualTo("[############------------]  50 %    3 s  Pushing");
        assertThat(line(OptionalDouble.of(1.01))).isEqualTo("[########################] 100 %    3 s  Pushing");
    }

    @Test
    void goesToAndFroWhereNobodyKnowsThePart() {
        assertThat(line(OptionalDouble.empty())).isEqualTo("[----------####----------]          3 s  Pushing");
    }

    @Test
    void isNoLongerThanTheTerminalIsWideAndHasNothingThatMovesItsCursor() {
        var line = new ProgressLine("Waiting\u001b[2J\nfor hello", OptionalDouble.of(1), Duration.ofSeconds(90));

        assertThat(line.text(80)).endsWith(" 90 s  Waiting [2J for hello");
        assertThat(line.text(45)).endsWith(" 90 s  W...");
        assertThat(line.text(2)).isEmpty();
    }

    private static String line(OptionalDouble part) {
        return new ProgressLine("Pushing", part, Duration.ofSeconds(3)).text(80);
    }
}
