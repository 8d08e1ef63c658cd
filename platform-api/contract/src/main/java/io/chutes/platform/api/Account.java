package io.chutes.platform.api;

/**
 * {@code GET /v1/accounts/me}: whose key the caller holds.
 *
 * @param name the account's name
 */
public record Account(String name) {}
