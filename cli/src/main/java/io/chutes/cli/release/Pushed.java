package io.chutes.cli.release;

/**
 * An image that the platform has.
 *
 * @param image {@code <account>/<repository>@<digest>}, as deployments name it
 */
record Pushed(String image) {}
