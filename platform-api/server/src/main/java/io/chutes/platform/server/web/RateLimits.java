package io.chutes.platform.server.web;

import io.chutes.platform.server.web.RateLimit.Rate;
import java.time.Duration;

/**
 * How much one may ask of a platform.
 *
 * @param byAddress requests from one address
 * @param byKey requests with one key
 * @param registrations accounts opened from one address
 */
public record RateLimits(Rate byAddress, Rate byKey, Rate registrations) {
    /** For a platform that is open to the world. */
    public static final RateLimits USUAL = new RateLimits(
            new Rate(3000, Duration.ofSeconds(10)),
            new Rate(2000, Duration.ofSeconds(10)),
            new Rate(5, Duration.ofHours(24)));

    /** For one that is not. */
    public static final RateLimits NONE = new RateLimits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED);
}
