package io.chutes.platform.server.web;

import org.jspecify.annotations.Nullable;

/**
 * An answer, ready to be sent.
 *
 * @param etag its {@code ETag}, if it has one
 * @param body JSON, empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only sent
public record Reply(int status, @Nullable String etag, byte[] body) {}
