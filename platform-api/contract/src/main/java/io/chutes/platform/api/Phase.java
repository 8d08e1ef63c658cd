package io.chutes.platform.api;

/**
 * A part of an instance's start that is over.
 *
 * @param name such as {@code pull}
 * @param millis how long it took
 */
public record Phase(String name, long millis) {}
