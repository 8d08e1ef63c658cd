package io.chutes.platform.api;

/**
 * {@code GET /v1/balance}: what an account can spend.
 *
 * @param account its name
 * @param available credit left, USD; below zero by at most the last metered interval
 */
public record Balance(String account, Money available) {}
