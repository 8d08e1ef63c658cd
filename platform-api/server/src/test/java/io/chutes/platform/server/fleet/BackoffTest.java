package io.chutes.platform.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.server.fleet.Backoff.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "6,32", "7,60", "8,60"})
    void doublesWithEachFailureInARow(int failures, long seconds) {
        List<Ended> ended = Collections.nCopies(failures, failed(null));

        assertThat(wait(ended)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void beginsAnewAfterAMinuteOfReadiness() {
        List<Ended> ended = new ArrayList<>(Collections.nCopies(5, failed(null)));
        ended.addFirst(failed(NOW.minusSeconds(60)));

        assertThat(wait(ended)).isEqualTo(Duration.ofSeconds(1));

        ended.set(0, failed(NOW.minusSeconds(59)));
        assertThat(wait(ended)).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void doesNotHoldUpWhatWasStopped() {
        var stopped = new Ended(InstanceStatus.STOPPED, "out of credit", null, NOW);

        assertThat(Backoff.nextStart(List.of(stopped, failed(null)))).isEqualTo(Instant.MIN);
        assertThat(Backoff.nextStart(List.of())).isEqualTo(Instant.MIN);
    }

    private static Duration wait(List<Ended> ended) {
        return Duration.between(NOW, Backoff.nextStart(ended));
    }

    private static Ended failed(@Nullable Instant readyAt) {
        return new Ended(InstanceStatus.FAILED, "it crashed", readyAt, NOW);
    }
}
