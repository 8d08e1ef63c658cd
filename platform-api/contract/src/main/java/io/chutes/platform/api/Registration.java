package io.chutes.platform.api;

/**
 * {@code POST /v1/accounts}: asks for an account.
 *
 * @param name 3 to 32 lower-case letters, digits and single hyphens; a letter first, no hyphen last
 */
public record Registration(String name) {}
