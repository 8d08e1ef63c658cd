package io.chutes.platform.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.Hardware;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final GpuSpec SMALL = new GpuSpec("SMALL", "Small", 16, new BigDecimal("0.20"));
    private static final GpuSpec MIDDLE = new GpuSpec("MIDDLE", "Middle", 48, new BigDecimal("0.50"));
    private static final GpuSpec LARGE = new GpuSpec("LARGE", "Large", 80, new BigDecimal("2.00"));
    private static final PriceList LIST = new PriceList(
            LocalDate.of(2026, 1, 1),
            "USD",
            new CpuPrice(BigDecimal.ONE, BigDecimal.ONE),
            List.of(SMALL, MIDDLE, LARGE));

    @Test
    void matchesEveryModelIfNothingIsAsked() {
        assertThat(matching(0, Set.of(), Set.of(), null)).containsExactly(SMALL, MIDDLE, LARGE);
    }

    @Test
    void matchesOnlyWhatIsIncluded() {
        assertThat(matching(0, Set.of("LARGE", "SMALL"), Set.of(), null)).containsExactly(SMALL, LARGE);
        assertThat(matching(0, Set.of("OTHER"), Set.of(), null)).isEmpty();
    }

    @Test
    void matchesNothingThatIsExcluded() {
        assertThat(matching(0, Set.of(), Set.of("MIDDLE"), null)).containsExactly(SMALL, LARGE);
    }

    @Test
    void matchesMemoryOfExactlyTheLeast() {
        assertThat(matching(48, Set.of(), Set.of(), null)).containsExactly(MIDDLE, LARGE);
        assertThat(matching(49, Set.of(), Set.of(), null)).containsExactly(LARGE);
    }

    @Test
    void matchesAPriceOfExactlyTheCapHoweverItIsWritten() {
        assertThat(matching(0, Set.of(), Set.of(), "0.500")).containsExactly(SMALL, MIDDLE);
        assertThat(matching(0, Set.of(), Set.of(), "0.49")).containsExactly(SMALL);
    }

    @Test
    void findsAModelById() {
        assertThat(LIST.gpu("MIDDLE")).contains(MIDDLE);
        assertThat(LIST.gpu("middle")).isEmpty();
    }

    @Test
    void shipsUniqueModelsThatCostSomething() {
        PriceList shipped = PriceList.shipped();

        assertThat(shipped.currency()).isEqualTo("USD");
        assertThat(shipped.gpus()).extracting(GpuSpec::model).doesNotHaveDuplicates();
        assertThat(shipped.gpus()).allSatisfy(gpu -> {
            assertThat(gpu.vramGb()).isPositive();
            assertThat(gpu.hourlyPrice()).isPositive();
        });
        assertThat(shipped.cpu().coreHourlyPrice()).isPositive();
        assertThat(shipped.cpu().memoryGbHourlyPrice()).isPositive();
    }

    private static List<GpuSpec> matching(int vramGb, Set<String> include, Set<String> exclude, @Nullable String cap) {
        return LIST.matching(new Hardware.Gpu(1, vramGb, include, exclude, cap == null ? null : new BigDecimal(cap)));
    }
}
