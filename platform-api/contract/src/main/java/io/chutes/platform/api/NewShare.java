package io.chutes.platform.api;

/**
 * {@code POST /v1/chutes/{name}/shares}: lets an account call a chute, and do nothing else with it.
 *
 * @param account its name
 */
public record NewShare(String account) {}
