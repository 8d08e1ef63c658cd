package io.chutes.platform.server.billing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which an instance was ready, with all that its price depends on.
 *
 * @param instance the instance's id
 * @param sequence which of its intervals this is
 * @param accountId the account that owns the chute, and pays
 * @param account its name
 * @param chute the chute's name
 * @param from its beginning
 * @param to its end, exclusive
 * @param gpu the GPU model that ran, by the catalogue's id; null if the instance has none
 * @param gpuCount how many of them
 * @param gpuPrice what an hour of one costs where it ran, USD, if that is less than the price list says; null for what that says
 * @param cores processor cores; priced only where there is no GPU
 * @param memoryGb memory, GiB; priced only where there is no GPU
 * @param provider the account that provides the node; null if the platform does
 */
public record MeteredInterval(
        String instance,
        long sequence,
        long accountId,
        String account,
        String chute,
        Instant from,
        Instant to,
        @Nullable String gpu,
        int gpuCount,
        @Nullable BigDecimal gpuPrice,
        int cores,
        int memoryGb,
        @Nullable String provider) {
    public MeteredInterval {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("Interval %d of instance %s ends at %s, before it begins at %s"
                    .formatted(sequence, instance, to, from));
        }
    }

    /** What books it; the same for the same interval, always. */
    String cause() {
        return "usage:%s:%d".formatted(instance, sequence);
    }

    /** Its length. Anything below a millisecond is not counted. */
    long millis() {
        return Duration.between(from, to).toMillis();
    }
}
