package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account used: {@code GET /v1/usage}. {@code total} is what its wallet lost to it, to the last place.
 *
 * @param from the hour it begins with
 * @param to the hour it ends before
 * @param rows by time and name
 * @param total the sum of all rows
 * @param gaps usage that was never reported, and so not charged
 */
public record Usage(Instant from, Instant to, List<Row> rows, Money total, List<UsageGap> gaps) {
    public Usage {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
    }

    /**
     * What was used in an hour, on a chute, or both.
     *
     * @param hour the hour's beginning; null if not grouped by hour
     * @param chute the chute: {@code <chute>} for instances of the account's own, {@code <account>/<chute>} for calls to somebody
     *     else's; null if not grouped by chute
     * @param instanceMillis how long instances were ready
     * @param calls how many calls were charged
     * @param inputTokens tokens that calls priced by them read
     * @param outputTokens tokens that calls priced by them wrote
     * @param uncountedCalls how many calls priced by tokens cost nothing, since their answers told of none
     * @param amount what it cost, USD
     */
    public record Row(
            @Nullable Instant hour,
            @Nullable String chute,
            long instanceMillis,
            long calls,
            long inputTokens,
            long outputTokens,
            long uncountedCalls,
            Money amount) {}
}
