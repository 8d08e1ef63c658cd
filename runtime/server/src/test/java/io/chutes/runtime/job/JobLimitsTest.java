package io.chutes.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLimitsTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest(name = "a heap of {0} MiB keeps {1} Mi characters")
    @CsvSource({"64, 8", "512, 64", "2048, 256", "65536, 256"})
    void aQuarterOfTheHeapIsForBodiesAndResults(long heap, long characters) {
        assertThat(JobLimits.of(3, heap * MIB)).isEqualTo(new JobLimits(3, 10_000, characters * MIB));
    }
}
