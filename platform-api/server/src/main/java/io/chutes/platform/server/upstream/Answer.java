package io.chutes.platform.server.upstream;

import java.io.InputStream;

/**
 * What an instance answers.
 *
 * @param length what its {@code Content-Length} says, below 0 if it has none
 * @param body its bytes, as they come
 */
public record Answer(int status, Fields fields, long length, InputStream body) {}
