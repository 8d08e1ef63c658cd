package io.chutes.platform.server.fleet;

import static io.chutes.platform.api.InstanceStatus.DRAINING;
import static io.chutes.platform.api.InstanceStatus.FAILED;
import static io.chutes.platform.api.InstanceStatus.PENDING;
import static io.chutes.platform.api.InstanceStatus.PLACING;
import static io.chutes.platform.api.InstanceStatus.PULLING;
import static io.chutes.platform.api.InstanceStatus.READY;
import static io.chutes.platform.api.InstanceStatus.STARTING;
import static io.chutes.platform.api.InstanceStatus.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LifeTest {
    @Test
    void runsForwardsOnly() {
        assertThat(after(PLACING)).isEqualTo(EnumSet.of(PULLING, STARTING, READY, DRAINING, STOPPED, FAILED));
        assertThat(after(STARTING)).isEqualTo(EnumSet.of(STARTING, READY, DRAINING, STOPPED, FAILED));
        assertThat(after(READY)).isEqualTo(EnumSet.of(READY, DRAINING, STOPPED, FAILED));
        assertThat(after(DRAINING)).isEqualTo(EnumSet.of(DRAINING, STOPPED, FAILED));
    }

    @Test
    void isNotTheNodesToSayBeforeItHasTheInstanceNorAfterItEnded() {
        assertThat(after(PENDING)).isEmpty();
        assertThat(after(STOPPED)).isEmpty();
        assertThat(after(FAILED)).isEmpty();
    }

    private static Set<InstanceStatus> after(InstanceStatus now) {
        return Arrays.stream(InstanceStatus.values())
                .filter(next -> Life.mayReport(now, next))
                .collect(Collectors.toSet());
    }
}
