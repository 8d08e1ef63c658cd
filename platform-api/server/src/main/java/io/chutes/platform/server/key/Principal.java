package io.chutes.platform.server.key;

/**
 * Who is calling.
 *
 * @param accountId the account's id
 * @param account its name
 */
public record Principal(long accountId, String account) {}
