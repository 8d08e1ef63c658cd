package io.chutes.platform.manifest;

import java.time.Duration;

/**
 * How the calls of an endpoint are answered together.
 *
 * @param maxSize the most in one batch
 * @param maxWait how long the first of a batch waits for others
 */
public record BatchSpec(int maxSize, Duration maxWait) {}
