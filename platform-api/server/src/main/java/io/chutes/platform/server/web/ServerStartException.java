package io.chutes.platform.server.web;

import io.chutes.platform.server.PlatformException;

/** The HTTP server cannot start; most often its port is in use. */
public final class ServerStartException extends PlatformException {
    private static final long serialVersionUID = 1L;

    ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
