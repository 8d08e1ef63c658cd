package io.chutes.platform.price;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.chutes.platform.manifest.Hardware;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The GPU catalogue with prices: data with a date, {@code prices.json} beside this class.
 *
 * @param asOf the day the figures were taken
 * @param currency ISO 4217 code of all amounts
 * @param cpu price of instances without a GPU
 * @param gpus every model the platform knows
 */
public record PriceList(LocalDate asOf, String currency, CpuPrice cpu, List<GpuSpec> gpus) {
    public PriceList {
        gpus = List.copyOf(gpus);
    }

    /** The list this version ships. */
    public static PriceList shipped() {
        return Shipped.LIST;
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

    private static final class Shipped {
        private static final PriceList LIST = read();

        private static PriceList read() {
            try (InputStream in = PriceList.class.getResourceAsStream("prices.json")) {
                return JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                        .build()
                        .readValue(in, PriceList.class);
            } catch (IOException e) {
                throw new UncheckedIOException("Could not read the shipped price list", e);
            }
        }
    }
}
