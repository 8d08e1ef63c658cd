package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CpuPrice;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * What an hour of an instance costs.
 *
 * @param list the price list it is from, or is below
 * @param hourly USD
 * @param description how that is said
 */
record InstancePrice(LocalDate list, BigDecimal hourly, String description) {
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal(3_600_000);

    /**
     * The price of what ran, by the list in force when the interval began.
     *
     * @throws IllegalArgumentException if that list has no price for it
     */
    static InstancePrice of(MeteredInterval interval, PriceLists prices) {
        PriceList list = prices.at(interval.from());
        String model = interval.gpu();
        return model == null ? ofCpu(interval, list) : ofGpu(model, interval, list);
    }

    /** What that much time costs: exact, rounded once, half up, to nine places. */
    Money of(long millis) {
        return new Money(
                BigDecimal.valueOf(millis).multiply(hourly).divide(MILLIS_PER_HOUR, Money.SCALE, RoundingMode.HALF_UP));
    }

    private static InstancePrice ofGpu(String model, MeteredInterval interval, PriceList list) {
        GpuSpec gpu = list.gpu(model)
                .orElseThrow(
                        () -> new IllegalArgumentException("The price list of %s has no GPU model %s, which ran %s/%s"
                                .formatted(list.asOf(), model, interval.account(), interval.chute())));
        BigDecimal own = interval.gpuPrice();
        BigDecimal each = own != null && own.compareTo(gpu.hourlyPrice()) < 0
                ? new BigDecimal(own.stripTrailingZeros().toPlainString())
                : gpu.hourlyPrice();
        return new InstancePrice(
                list.asOf(),
                each.multiply(BigDecimal.valueOf(interval.gpuCount())),
                "%d %s at %s USD/h".formatted(interval.gpuCount(), model, each));
    }

    private static InstancePrice ofCpu(MeteredInterval interval, PriceList list) {
        CpuPrice cpu = list.cpu();
        BigDecimal hourly = cpu.coreHourlyPrice()
                .multiply(BigDecimal.valueOf(interval.cores()))
                .add(cpu.memoryGbHourlyPrice().multiply(BigDecimal.valueOf(interval.memoryGb())));
        return new InstancePrice(
                list.asOf(),
                hourly,
                "%d cores and %d GiB at %s USD/h".formatted(interval.cores(), interval.memoryGb(), hourly));
    }
}
