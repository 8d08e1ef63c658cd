package io.chutes.platform.server.fleet;

import java.time.Duration;

/**
 * How long a node may say nothing.
 *
 * @param suspect from then on it gets no instances, and another agent may speak for it
 * @param lost from then on its instances are replaced
 */
public record Silence(Duration suspect, Duration lost) {
    /** Half a minute, and a minute. Nodes report at least every ten seconds. */
    public static final Silence USUAL = new Silence(Duration.ofSeconds(30), Duration.ofSeconds(60));

    public Silence {
        if (!suspect.isPositive() || lost.compareTo(suspect) < 0) {
            throw new IllegalArgumentException(
                    "A node is suspect after a while and lost no sooner, got %s and %s".formatted(suspect, lost));
        }
    }
}
