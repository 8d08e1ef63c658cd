package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How long a chute that keeps failing waits for its next instance: 1 s, 2 s, 4 s, … 60 s. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private Backoff() {}

    /**
     * An instance that ended.
     *
     * @param readyAt when it first took calls, null if it never did
     */
    record Ended(
            InstanceStatus status, String reason, @Nullable Instant readyAt, Instant at) {
        static Ended of(Instance instance) {
            Instant at = Objects.requireNonNull(instance.endedAt(), instance.id());
            return new Ended(instance.status(), instance.reason(), instance.readyAt(), at);
        }

        boolean failed() {
            return status == InstanceStatus.FAILED;
        }

        private boolean hadSettled() {
            return readyAt != null && !at.isBefore(readyAt.plus(SETTLED));
        }
    }

    /**
     * When the next instance may be made.
     *
     * @param ended the ended instances of a version, newest first
     */
    static Instant nextStart(List<Ended> ended) {
        int failures = 0;
        for (Ended instance : ended) {
            if (!instance.failed()) {
                break;
            }
            failures++;
            if (instance.hadSettled()) {
                break;
            }
        }
        return failures == 0 ? Instant.MIN : ended.getFirst().at().plus(after(failures));
    }

    private static Duration after(int failures) {
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
