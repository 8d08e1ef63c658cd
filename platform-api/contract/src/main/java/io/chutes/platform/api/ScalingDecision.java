package io.chutes.platform.api;

import java.time.Instant;

/**
 * How many instances a version of a chute was to have from a moment on, and why.
 *
 * @param at the moment
 * @param version the version
 * @param inFlight calls that instances answered then
 * @param queued calls that waited
 * @param ready instances that took calls
 * @param starting instances that were on their way
 * @param instances how many there were to be
 * @param reason why, in words
 */
public record ScalingDecision(
        Instant at, int version, int inFlight, int queued, int ready, int starting, int instances, String reason) {}
