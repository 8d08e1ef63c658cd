package io.chutes.platform.api;

/**
 * A version that is tried out beside the one that serves.
 *
 * @param version which
 * @param percent how much of the calls it gets, 1 to 99
 * @param split what of them
 */
public record Canary(int version, int percent, Split split) {}
