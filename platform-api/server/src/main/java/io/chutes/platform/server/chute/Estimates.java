package io.chutes.platform.server.chute;

import io.chutes.platform.api.CostEstimate;
import io.chutes.platform.api.CostEstimate.Span;
import io.chutes.platform.api.DeploymentPlan.GpuOffer;
import io.chutes.platform.api.Money;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What chutes cost, by the price list. */
final class Estimates {
    private static final Duration MONTH = Duration.ofHours(730);
    private static final BigDecimal HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toMillis());
    private static final Span NOTHING = new Span(Money.ZERO, Money.ZERO);

    private final PriceList prices;

    Estimates(PriceList prices) {
        this.prices = prices;
    }

    /** The GPU models that satisfy a need, cheapest first; none for a chute without a GPU. */
    List<GpuOffer> offers(Hardware hardware) {
        return switch (hardware) {
            case Hardware.Gpu gpu ->
                prices.matching(gpu).stream()
                        .sorted(Comparator.comparing(GpuSpec::hourlyPrice).thenComparing(GpuSpec::model))
                        .map(model -> new GpuOffer(model.model(), model.name(), model.vramGb(), hourly(gpu, model)))
                        .toList();
            case Hardware.Cpu _ -> List.of();
        };
    }

    CostEstimate cost(Hardware hardware, ScalingSpec scaling) {
        Span hourly = hourly(hardware);
        int kept = scaling.minInstances();
        Duration idle = scaling.idleShutdown();
        return new CostEstimate(
                hourly,
                NOTHING,
                during(hourly, idle, 1),
                during(hourly, MONTH, kept),
                kept,
                prices.asOf(),
                List.of(
                        "An instance costs from when it is ready until it has stopped: starting it is free, and so is a start that fails.",
                        kept == 0
                                ? "What is deployed has one instance at first; after " + Durations.text(idle)
                                        + " without a call (idleShutdown) it has none and costs nothing, and the next call waits for a start."
                                : "With minInstances = " + kept
                                        + " it costs the monthly floor however little it is called.",
                        "The cheapest hardware that is free is taken; you pay for what ran, and less where its node asks less than the price list."));
    }

    private Span hourly(Hardware hardware) {
        return switch (hardware) {
            case Hardware.Gpu _ -> {
                List<GpuOffer> offers = offers(hardware);
                yield offers.isEmpty()
                        ? NOTHING
                        : new Span(offers.getFirst().hourly(), offers.getLast().hourly());
            }
            case Hardware.Cpu(int cores, int memoryGb) -> {
                Money price = new Money(prices.cpu()
                        .coreHourlyPrice()
                        .multiply(BigDecimal.valueOf(cores))
                        .add(prices.cpu().memoryGbHourlyPrice().multiply(BigDecimal.valueOf(memoryGb))));
                yield new Span(price, price);
            }
        };
    }

    private static Money hourly(Hardware.Gpu need, GpuSpec model) {
        return new Money(model.hourlyPrice().multiply(BigDecimal.valueOf(need.count())));
    }

    private static Span during(Span hourly, Duration time, int instances) {
        return new Span(during(hourly.least(), time, instances), during(hourly.most(), time, instances));
    }

    private static Money during(Money hourly, Duration time, int instances) {
        return new Money(hourly.amount()
                .multiply(BigDecimal.valueOf(time.toMillis()).multiply(BigDecimal.valueOf(instances)))
                .divide(HOUR, Money.SCALE, RoundingMode.HALF_UP));
    }
}
