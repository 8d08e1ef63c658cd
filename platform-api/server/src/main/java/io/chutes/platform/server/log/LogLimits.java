package io.chutes.platform.server.log;

import java.time.Duration;

/**
 * What is kept of what instances write.
 *
 * @param age how long
 * @param bytesOfInstance how much of each; the oldest goes first
 */
public record LogLimits(Duration age, long bytesOfInstance) {
    /** A week, and 16 MiB. */
    public static final LogLimits USUAL = new LogLimits(Duration.ofDays(7), 16L << 20);

    public LogLimits {
        if (!age.isPositive() || bytesOfInstance < 1) {
            throw new IllegalArgumentException(
                    "Logs are kept for a while and up to a size, got %s and %d bytes".formatted(age, bytesOfInstance));
        }
    }
}
