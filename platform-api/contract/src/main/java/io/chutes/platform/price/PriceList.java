package io.chutes.platform.price;

import io.chutes.platform.manifest.Hardware;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The GPU catalogue with prices, as it holds from a day on.
 *
 * @param asOf the day from whose beginning, UTC, it holds
 * @param currency ISO 4217 code of all amounts
 * @param cpu price of instances without a GPU
 * @param gpus every model the platform knows
 */
public record PriceList(LocalDate asOf, String currency, CpuPrice cpu, List<GpuSpec> gpus) {
    public PriceList {
        gpus = List.copyOf(gpus);
    }

    /** The newest list that this version ships; it may hold from a day to come. */
    public static PriceList shipped() {
        return PriceLists.shipped().newest();
    }

    /** The model of that id, if the catalogue has it. */
    public Optional<GpuSpec> gpu(String model) {
        return gpus.stream().filter(gpu -> gpu.model().equals(model)).findFirst();
    }

    /** The models that satisfy a need, in the catalogue's order; none if nothing fits. */
    public List<GpuSpec> matching(Hardware.Gpu need) {
        return gpus.stream()
                .filter(gpu -> need.include().isEmpty() || need.include().contains(gpu.model()))
                .filter(gpu -> !need.exclude().contains(gpu.model()))
                .filter(gpu -> gpu.vramGb() >= need.minVramGb())
                .filter(gpu -> withinCap(gpu, need))
                .toList();
    }

    private static boolean withinCap(GpuSpec gpu, Hardware.Gpu need) {
        BigDecimal cap = need.maxHourlyPrice();
        return cap == null || gpu.hourlyPrice().compareTo(cap) <= 0;
    }
}
