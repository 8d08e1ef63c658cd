package io.chutes.platform.manifest;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param startup from the start of the container until it is ready
 * @param firstByte from a call's turn until its answer begins
 * @param idle between two events of a stream
 * @param total from a call's turn until the end of its answer
 */
public record TimeoutsSpec(Duration startup, Duration firstByte, Duration idle, Duration total) {
    /** What a chute gets that says nothing. */
    public static final TimeoutsSpec DEFAULT = new TimeoutsSpec(
            Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(30));

    public TimeoutsSpec {
        ManifestException.require("startup", startup);
        ManifestException.require("firstByte", firstByte);
        ManifestException.require("idle", idle);
        ManifestException.require("total", total);
    }
}
