package io.chutes.platform.api;

/**
 * {@code POST /v1/deposits/faucet}: asks an embedded platform for play money. Repeating an id deposits once.
 *
 * @param id the caller's own id of this deposit
 * @param amount how much, more than 0 and at most 1000 USD
 */
public record FaucetDeposit(String id, Money amount) {}
