package io.chutes.platform.client;

/**
 * Something as it was seen.
 *
 * @param value what was seen
 * @param tag its {@code ETag}, for {@link PlatformClient#ifMatch}
 */
public record Tagged<T>(T value, String tag) {}
