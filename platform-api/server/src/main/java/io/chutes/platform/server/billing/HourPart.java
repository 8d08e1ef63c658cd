package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a metered interval that lies within one hour, UTC. The parts of an interval add up to its milliseconds and its cost,
 * to the last place: each is the difference of two running totals.
 *
 * @param hour the hour's beginning
 * @param from the part's beginning
 * @param to its end, exclusive
 * @param millis how much of the interval's time
 * @param amount how much of its cost
 */
record HourPart(Instant hour, Instant from, Instant to, long millis, Money amount) {
    static List<HourPart> of(MeteredInterval interval, InstancePrice price) {
        List<HourPart> parts = new ArrayList<>();
        long millisSoFar = 0;
        Instant from = interval.from();
        while (from.isBefore(interval.to())) {
            Instant hour = from.truncatedTo(ChronoUnit.HOURS);
            Instant next = hour.plus(1, ChronoUnit.HOURS);
            Instant to = next.isBefore(interval.to()) ? next : interval.to();
            long millis = Duration.between(interval.from(), to).toMillis();
            Money amount = price.of(millis).plus(price.of(millisSoFar).negated());
            parts.add(new HourPart(hour, from, to, millis - millisSoFar, amount));
            millisSoFar = millis;
            from = to;
        }
        return parts;
    }
}
