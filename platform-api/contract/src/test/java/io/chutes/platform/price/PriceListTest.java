package io.chutes.platform.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.Hardware;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final PriceList PRICES = PriceList.shipped();

    @Test
    void namesEachModelOnceAtAPositivePrice() {
        assertThat(PRICES.gpus()).extracting(GpuSpec::model).doesNotHaveDuplicates();
        assertThat(PRICES.gpus()).allSatisfy(gpu -> {
            assertThat(gpu.hourlyPrice()).isPositive();
            assertThat(gpu.vramGb()).isBetween(16, 192);
        });
        assertThat(PRICES.asOf()).isAfter("2025-01-01");
    }

    @Test
    void keepsWhatEveryPartOfANeedAllows() {
        assertThat(matching(0, Set.of("L4", "H100"), Set.of(), null)).containsExactlyInAnyOrder("L4", "H100");
        assertThat(matching(0, Set.of("L4", "H100"), Set.of("L4"), null)).containsExactly("H100");
        assertThat(matching(80, Set.of("L4", "H100"), Set.of(), null)).containsExactly("H100");
        assertThat(matching(0, Set.of("L4", "H100"), Set.of(), "1.78")).containsExactly("L4");
        assertThat(matching(0, Set.of("L4", "H100"), Set.of(), "1.79")).containsExactlyInAnyOrder("L4", "H100");
        assertThat(matching(193, Set.of(), Set.of(), null)).isEmpty();
        assertThat(matching(0, Set.of(), Set.of(), null)).hasSameSizeAs(PRICES.gpus());
    }

    private static List<String> matching(int vram, Set<String> include, Set<String> exclude, @Nullable String cap) {
        var need = new Hardware.Gpu(1, vram, include, exclude, cap == null ? null : new BigDecimal(cap));
        return PRICES.matching(need).stream().map(GpuSpec::model).toList();
    }
}
