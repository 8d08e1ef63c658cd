package io.chutes.platform.api;

import java.time.Instant;

/**
 * Intervals of an instance's usage that its node never reported. What ran in them is not known, so it is not charged.
 *
 * @param instance the instance
 * @param chute its chute
 * @param firstSequence the first interval that is missing
 * @param lastSequence the last
 * @param after the end of the interval before
 * @param before the beginning of the interval after
 * @param reason why, in words
 */
public record UsageGap(
        String instance,
        String chute,
        long firstSequence,
        long lastSequence,
        Instant after,
        Instant before,
        String reason) {}
