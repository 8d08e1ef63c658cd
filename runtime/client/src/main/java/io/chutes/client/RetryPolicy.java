package io.chutes.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often, and after how long, a call is tried again. Tried again is only what is sure not to have run (nobody took the
 * connection; 429 or 503 with {@code Retry-After}) and, of an idempotent endpoint, what broke off or was answered by 429, 502,
 * 503 or 504. Nothing is tried again once a stream has begun.
 *
 * @param attempts the most attempts, the first included; at least 1
 * @param firstDelay the wait before the second attempt, doubled before each later one and shortened at random by up to half
 * @param maxDelay the longest wait; an answer whose {@code Retry-After} asks for more is not tried again
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay) {
    /** Three attempts, 200 ms before the second; waits up to 30 s where the answer asks for it. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(30));

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    /** The most doublings; far more than any wait, and far from an overflow. */
    private static final int MOST_DOUBLINGS = 20;

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
        }
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "firstDelay must be 0 or more and at most maxDelay, got " + firstDelay + " and " + maxDelay);
        }
    }

    /** The same but for the number of attempts. */
    public RetryPolicy withAttempts(int most) {
        return new RetryPolicy(most, firstDelay, maxDelay);
    }

    /** How long to wait after that many attempts of which none said how long. */
    Duration backoff(int made) {
        Duration doubled = firstDelay.multipliedBy(1L << Math.min(made - 1, MOST_DOUBLINGS));
        Duration longest = doubled.compareTo(maxDelay) > 0 ? maxDelay : doubled;
        long millis = longest.toMillis();
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
