package io.chutes.platform.api;

/**
 * {@code POST /v1/deposits/{id}/settlement}: whose a deposit in suspense is.
 *
 * @param account the account's name
 */
public record Settlement(String account) {}
