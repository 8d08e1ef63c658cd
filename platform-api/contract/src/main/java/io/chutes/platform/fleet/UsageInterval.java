package io.chutes.platform.fleet;

import java.time.Instant;

/**
 * A stretch of time in which an instance was ready. The intervals of an instance follow each other without overlap.
 *
 * @param instance the instance's id
 * @param sequence counted from 1 without gaps, for each instance
 * @param from its beginning
 * @param to its end, exclusive
 */
public record UsageInterval(String instance, long sequence, Instant from, Instant to) {}
