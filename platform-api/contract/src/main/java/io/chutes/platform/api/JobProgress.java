package io.chutes.platform.api;

/**
 * How far an attempt at a job is, as it tells itself.
 *
 * @param fraction from 0 to 1
 * @param message what it does now
 */
public record JobProgress(double fraction, String message) {}
