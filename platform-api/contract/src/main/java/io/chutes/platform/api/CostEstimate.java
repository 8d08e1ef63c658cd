package io.chutes.platform.api;

import java.time.LocalDate;
import java.util.List;

/**
 * What a chute costs its owner, in USD: from the cheapest hardware that it can run on to the dearest.
 *
 * @param hourly an instance that is ready, for an hour
 * @param coldStart the start of an instance, until it is ready
 * @param idleTail an instance from its last call until it is stopped for want of calls
 * @param monthlyFloor 730 hours of the instances that are kept however little is called
 * @param keptInstances how many those are
 * @param pricesAsOf the day of the price list
 * @param notes what the figures leave out
 */
public record CostEstimate(
        Span hourly,
        Span coldStart,
        Span idleTail,
        Span monthlyFloor,
        int keptInstances,
        LocalDate pricesAsOf,
        List<String> notes) {
    public CostEstimate {
        notes = List.copyOf(notes);
    }

    /** From the least to the most. */
    public record Span(Money least, Money most) {
        @Override
        public String toString() {
            return least.equals(most) ? least.toString() : least + " to " + most;
        }
    }
}
