package io.chutes.platform.server.web;

/**
 * A parameter that a route takes in its query.
 *
 * @param type what it is read as: a string, a number, a boolean, an enum or an instant
 * @param description what it is for
 */
public record QueryParameter(String name, Class<?> type, String description) {}
