package io.chutes.platform.server.fleet;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.api.UsageGap;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.server.billing.MeteredInterval;
import io.chutes.platform.server.billing.Metering;
import io.chutes.platform.server.billing.UsageRows;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books the intervals that nodes report: each once, in order, and none that cannot be true. */
final class UsageBook {
    /** How far a node's clock may be from ours. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    /** How long missing intervals are waited for. */
    static final Duration WAITED_FOR = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(UsageBook.class);

    private final Metering metering;
    private final UsageRows rows = new UsageRows();
    private final InstanceStore instances;

    UsageBook(Metering metering, InstanceStore instances) {
        this.metering = metering;
        this.instances = instances;
    }

    /**
     * Books what follows on what is booked. What is missing is shown at once and waited for, and after a while given up: then
     * what follows on the gap is booked, and the gap stays.
     *
     * @param known the instances on the node, by id, locked
     * @param provider the account that provides the node, null if the platform does
     * @return the instances of which intervals are missing
     * @throws ApiException 422 if an interval cannot be true; then nothing of the report holds
     */
    Set<String> book(
            Handle handle,
            String node,
            @Nullable String provider,
            Map<String, Instance> known,
            List<UsageInterval> usage,
            Instant now) {
        if (usage.isEmpty()) {
            return Set.of();
        }
        Set<String> unsettled = new HashSet<>();
        Map<String, UsageInterval> booked = new HashMap<>();
        List<MeteredInterval> metered = new ArrayList<>();
        Map<String, Map<Long, Instant>> gaps = rows.noticed(handle, known.keySet());
        List<UsageInterval> inOrder = usage.stream()
                .sorted(Comparator.comparingLong(UsageInterval::sequence))
                .toList();
        for (UsageInterval interval : inOrder) {
            Instance instance = known.get(interval.instance());
            if (instance == null) {
                log.warn("node {} reports usage of instance {}, which is not on it", node, interval.instance());
                continue;
            }
            Booked before = Booked.of(instance, booked.get(instance.id()));
            if (interval.sequence() <= before.sequence()) {
                continue;
            }
            UsageInterval exact = toMicros(interval);
            refuseUntrue(exact, instance, before, usage.indexOf(interval), now);
            InstanceStore.Payer payer = instances.payer(handle, instance.chuteId());
            Map<Long, Instant> noticed = gaps.getOrDefault(instance.id(), Map.of());
            long next = before.sequence() + 1;
            if (exact.sequence() > next) {
                rows.miss(handle, payer.accountId(), gap(exact, next, before, instance, payer), now);
                if (now.isBefore(noticed.getOrDefault(next, now).plus(WAITED_FOR))) {
                    log.warn("instance {}: interval {} is missing, {} came", instance.id(), next, exact.sequence());
                    unsettled.add(instance.id());
                    continue;
                }
            } else if (noticed.containsKey(next)) {
                rows.came(handle, instance.id(), next);
            }
            Optional<String> late = late(exact, instance);
            if (late.isPresent()) {
                log.warn("instance {}: {} is not booked: {}", instance.id(), exact, late.get());
                rows.miss(handle, payer.accountId(), unbooked(exact, payer, late.get()), now);
                continue;
            }
            metered.add(metered(exact, instance, payer, provider));
            booked.put(instance.id(), exact);
        }
        metering.book(handle, metered);
        booked.forEach((id, last) -> instances.booked(handle, id, last.sequence(), last.to()));
        return unsettled;
    }

    /** What an hour of an instance costs now. */
    BigDecimal hourlyPrice(Handle handle, Instance instance, Instant now) {
        var moment = new UsageInterval(instance.id(), instance.usageSequence(), now, now);
        return metering.hourlyPrice(metered(moment, instance, instances.payer(handle, instance.chuteId()), null));
    }

    private static UsageGap gap(
            UsageInterval came, long first, Booked before, Instance instance, InstanceStore.Payer payer) {
        Instant after = Stream.of(
                        Optional.ofNullable(before.until()),
                        Optional.ofNullable(instance.readyAt()),
                        Optional.ofNullable(instance.placedAt()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(instance.createdAt());
        return new UsageGap(
                came.instance(),
                payer.chute(),
                first,
                came.sequence() - 1,
                after.isAfter(came.from()) ? came.from() : after,
                came.from(),
                "its node never reported it");
    }

    private static UsageGap unbooked(UsageInterval came, InstanceStore.Payer payer, String why) {
        return new UsageGap(
                came.instance(), payer.chute(), came.sequence(), came.sequence(), came.from(), came.to(), why);
    }

    // What the database keeps of a time. Otherwise an interval could seem to overlap the one before it.
    private static UsageInterval toMicros(UsageInterval interval) {
        return new UsageInterval(
                interval.instance(),
                interval.sequence(),
                interval.from().truncatedTo(ChronoUnit.MICROS),
                interval.to().truncatedTo(ChronoUnit.MICROS));
    }

    private static Optional<String> late(UsageInterval interval, Instance instance) {
        if (instance.usageClosed() != null && interval.to().isAfter(instance.usageClosed())) {
            return Optional.of("its node had been lost");
        }
        Instant ended = instance.endedAt();
        return ended != null && interval.to().isAfter(ended.plus(CLOCKS_DIFFER))
                ? Optional.of("it had ended")
                : Optional.empty();
    }

    private static void refuseUntrue(UsageInterval interval, Instance instance, Booked before, int index, Instant now) {
        untrue(interval, instance, before, now).ifPresent(why -> {
            String message = "Interval %d of instance %s, %s to %s, %s"
                    .formatted(interval.sequence(), interval.instance(), interval.from(), interval.to(), why);
            throw ApiException.unprocessable(
                    "The report is refused: " + message,
                    List.of(new FieldError("/usage/" + index, "interval", message)));
        });
    }

    private static Optional<String> untrue(UsageInterval interval, Instance instance, Booked before, Instant now) {
        if (interval.to().isBefore(interval.from())) {
            return Optional.of("ends before it begins");
        }
        if (before.until() != null && interval.from().isBefore(before.until())) {
            return Optional.of("overlaps the one before it, which ends at " + before.until());
        }
        if (interval.to().isAfter(now.plus(CLOCKS_DIFFER))) {
            return Optional.of("ends in the future: it is " + now + " here");
        }
        Instant placed = instance.placedAt();
        if (placed != null && interval.from().isBefore(placed.minus(CLOCKS_DIFFER))) {
            return Optional.of("begins before the instance was placed at " + placed);
        }
        return Optional.empty();
    }

    private static MeteredInterval metered(
            UsageInterval interval, Instance instance, InstanceStore.Payer payer, @Nullable String provider) {
        return new MeteredInterval(
                interval.instance(),
                interval.sequence(),
                payer.accountId(),
                payer.account(),
                payer.chute(),
                interval.from(),
                interval.to(),
                instance.gpu(),
                instance.gpuCount(),
                instance.gpuPrice(),
                instance.cores(),
                instance.memoryGb(),
                provider);
    }

    /** How far an instance's usage is booked. */
    private record Booked(long sequence, @Nullable Instant until) {
        static Booked of(Instance instance, @Nullable UsageInterval last) {
            return last == null
                    ? new Booked(instance.usageSequence(), instance.usageUntil())
                    : new Booked(last.sequence(), last.to());
        }
    }
}
