package io.chutes.platform.server.billing;

/**
 * A key that calls.
 *
 * @param accountId whose it is
 * @param id its id
 */
public record CallingKey(long accountId, String id) {}
