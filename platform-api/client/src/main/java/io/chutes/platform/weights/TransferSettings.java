package io.chutes.platform.weights;

import java.time.Duration;

/**
 * How files are fetched.
 *
 * @param connections at once, all downloads of a cache together
 * @param partBytes what one request asks for
 * @param attempts in a row that bring nothing, before it is given up
 * @param firstPause after the first of these; it doubles, up to {@code longestPause}
 * @param longestPause also where the Hub asks for a longer one
 * @param silence after how long without a byte a connection is taken for dead
 */
public record TransferSettings(
        int connections, long partBytes, int attempts, Duration firstPause, Duration longestPause, Duration silence) {
    /** Eight connections, parts of 64 MiB; about a minute of attempts. */
    public static final TransferSettings USUAL = new TransferSettings(
            8, 64L << 20, 7, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
