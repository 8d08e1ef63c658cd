package io.chutes.platform.server.fleet;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.server.billing.MeteredInterval;
import io.chutes.platform.server.billing.Metering;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books the intervals that nodes report: each once, in order, and none that cannot be true. */
final class UsageBook {
    /** How far a node's clock may be from ours. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(UsageBook.class);

    private final Metering metering;
    private final InstanceStore instances;

    UsageBook(Metering metering, InstanceStore instances) {
        this.metering = metering;
        this.instances = instances;
    }

    /**
     * Books what follows on what is booked.
     *
     * @param known the instances on the node, by id, locked
     * @return the instances of which intervals are missing
     * @throws ApiException 422 if an interval cannot be true; then nothing of the report holds
     */
    Set<String> book(Handle handle, String node, Map<String, Instance> known, List<UsageInterval> usage, Instant now) {
        Set<String> gaps = new HashSet<>();
        Map<String, Booked> booked = new HashMap<>();
        List<UsageInterval> inOrder = usage.stream()
                .sorted(Comparator.comparingLong(UsageInterval::sequence))
                .toList();
        for (UsageInterval interval : inOrder) {
            Instance instance = known.get(interval.instance());
            if (instance == null) {
                log.warn("node {} reports usage of instance {}, which is not on it", node, interval.instance());
                continue;
            }
            Booked before = booked.getOrDefault(instance.id(), Booked.of(instance));
            if (interval.sequence() <= before.sequence()) {
                continue;
            }
            if (interval.sequence() > before.sequence() + 1) {
                log.warn(
                        "instance {}: interval {} is missing, {} came: not booked",
                        instance.id(),
                        before.sequence() + 1,
                        interval.sequence());
                gaps.add(instance.id());
                continue;
            }
            UsageInterval exact = toMicros(interval);
            refuseUntrue(exact, instance, before, usage.indexOf(interval), now);
            if (isAfterLoss(exact, instance)) {
                log.warn("instance {}: {} is after its node was lost: not booked", instance.id(), exact);
                continue;
            }
            metering.book(handle, metered(handle, exact, instance));
            instances.booked(handle, instance.id(), exact.sequence(), exact.to());
            booked.put(instance.id(), new Booked(exact.sequence(), exact.to()));
        }
        return gaps;
    }

    // What the database keeps of a time. Otherwise an interval could seem to overlap the one before it.
    private static UsageInterval toMicros(UsageInterval interval) {
        return new UsageInterval(
                interval.instance(),
                interval.sequence(),
                interval.from().truncatedTo(ChronoUnit.MICROS),
                interval.to().truncatedTo(ChronoUnit.MICROS));
    }

    private static boolean isAfterLoss(UsageInterval interval, Instance instance) {
        return instance.usageClosed() != null && interval.to().isAfter(instance.usageClosed());
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

    private MeteredInterval metered(Handle handle, UsageInterval interval, Instance instance) {
        InstanceStore.Payer payer = instances.payer(handle, instance.chuteId());
        return new MeteredInterval(
                interval.instance(),
                interval.sequence(),
                payer.account(),
                payer.chute(),
                interval.from(),
                interval.to(),
                instance.gpu(),
                instance.gpuCount(),
                instance.cores(),
                instance.memoryGb());
    }

    /** How far an instance's usage is booked. */
    private record Booked(long sequence, @Nullable Instant until) {
        static Booked of(Instance instance) {
            return new Booked(instance.usageSequence(), instance.usageUntil());
        }
    }
}
