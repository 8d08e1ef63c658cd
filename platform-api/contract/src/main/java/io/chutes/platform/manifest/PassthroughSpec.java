package io.chutes.platform.manifest;

/**
 * The server inside the container that answers the calls of an endpoint.
 *
 * @param port its port of 127.0.0.1
 * @param path its path, beginning with a slash
 */
public record PassthroughSpec(int port, String path) {}
