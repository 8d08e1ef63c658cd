package io.chutes.platform.server.secret;

import io.chutes.platform.server.PlatformException;

/** Secrets cannot be kept or opened as they should be. No message holds a value or a key. */
public final class SecretException extends PlatformException {
    private static final long serialVersionUID = 1L;

    SecretException(String message) {
        super(message);
    }

    SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
