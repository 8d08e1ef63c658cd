package io.chutes.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObservedInstanceTest {
    @Test
    void repeatsWhatAChuteWroteInTextThatCanBeStored() {
        var observed = new ObservedInstance("i", InstanceStatus.FAILED, "it wrote a\0b", null, List.of());

        assertThat(observed.reason()).isEqualTo("it wrote a\uFFFDb");
    }
}
