package io.chutes.runtime.idempotency;

/**
 * What tells a call from all others.
 *
 * @param caller the account that calls; empty where the platform does not say
 * @param endpoint its method and path, names in braces unfilled
 * @param key as the caller chose it
 */
public record CallKey(String caller, String endpoint, String key) {}
