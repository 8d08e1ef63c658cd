package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.CpuPrice;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Turns instance time into money.
 *
 * <pre>{@code
 * with GPUs:  amount = milliseconds × GPUs × hourly price of the model ÷ 3 600 000
 * without:    amount = milliseconds × (cores × hourly price of a core + GiB × hourly price of a GiB) ÷ 3 600 000
 * }</pre>
 *
 * <p>Both in exact decimals, rounded once, half up, to nine places. Anything below a millisecond is not counted.
 */
public final class Metering {
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal(3_600_000);

    private final Ledger ledger;
    private final PriceList prices;

    public Metering(Ledger ledger, PriceList prices) {
        this.ledger = ledger;
        this.prices = prices;
    }

    /**
     * Books what an interval costs, from its owner's wallet to the platform's revenue. Booking it again changes nothing, and
     * an interval that costs nothing leaves no transaction.
     *
     * @throws CauseConflictException if the interval was booked before with another length or price
     */
    public void book(Handle handle, MeteredInterval interval) {
        Rate rate = rate(interval);
        long millis = Duration.between(interval.from(), interval.to()).toMillis();
        Money cost = cost(millis, rate);
        if (!cost.isPositive()) {
            return;
        }
        String description = "%s s × %s for %s/%s"
                .formatted(BigDecimal.valueOf(millis, 3), rate.description(), interval.account(), interval.chute());
        ledger.post(
                handle,
                interval.cause(),
                description,
                List.of(new Entry(Ledger.wallet(interval.account()), cost.negated()), new Entry(Ledger.REVENUE, cost)));
    }

    private static Money cost(long millis, Rate rate) {
        return new Money(BigDecimal.valueOf(millis)
                .multiply(rate.hourly())
                .divide(MILLIS_PER_HOUR, Money.SCALE, RoundingMode.HALF_UP));
    }

    private Rate rate(MeteredInterval interval) {
        String model = interval.gpu();
        return model == null ? cpuRate(interval) : gpuRate(model, interval);
    }

    private Rate gpuRate(String model, MeteredInterval interval) {
        GpuSpec gpu = prices.gpu(model)
                .orElseThrow(
                        () -> new IllegalArgumentException("The price list of %s has no GPU model %s, which ran %s/%s"
                                .formatted(prices.asOf(), model, interval.account(), interval.chute())));
        return new Rate(
                gpu.hourlyPrice().multiply(BigDecimal.valueOf(interval.gpuCount())),
                "%d %s at %s USD/h".formatted(interval.gpuCount(), model, gpu.hourlyPrice()));
    }

    private Rate cpuRate(MeteredInterval interval) {
        CpuPrice cpu = prices.cpu();
        BigDecimal hourly = cpu.coreHourlyPrice()
                .multiply(BigDecimal.valueOf(interval.cores()))
                .add(cpu.memoryGbHourlyPrice().multiply(BigDecimal.valueOf(interval.memoryGb())));
        return new Rate(
                hourly, "%d cores and %d GiB at %s USD/h".formatted(interval.cores(), interval.memoryGb(), hourly));
    }

    /** What an hour of one instance costs, and how that is said. */
    private record Rate(BigDecimal hourly, String description) {}
}
