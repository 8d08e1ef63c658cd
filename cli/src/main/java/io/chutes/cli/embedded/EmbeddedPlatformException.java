package io.chutes.cli.embedded;

/** The embedded platform cannot start, or a part of it ended; the message says which and what to do. */
public final class EmbeddedPlatformException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbeddedPlatformException(String message) {
        super(message);
    }

    EmbeddedPlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
