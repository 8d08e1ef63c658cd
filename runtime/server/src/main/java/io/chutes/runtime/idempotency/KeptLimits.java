package io.chutes.runtime.idempotency;

import java.time.Duration;

/**
 * How much of what calls were answered with is kept.
 *
 * @param answers the most answers
 * @param bytes the most bytes of all of them
 * @param answerBytes the most bytes of one
 * @param time how long at most
 */
public record KeptLimits(int answers, long bytes, int answerBytes, Duration time) {
    /** What an instance keeps. */
    public static final KeptLimits USUAL = new KeptLimits(1000, 64L << 20, 8 << 20, Duration.ofHours(1));
}
