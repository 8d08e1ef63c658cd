package io.chutes.platform.server.upstream;

import java.io.IOException;

/** The content of a request broke off, so that nobody is to wait for an answer to it. */
public final class BrokenContentException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenContentException(String message) {
        super(message);
    }

    BrokenContentException(String message, Exception cause) {
        super(message, cause);
    }
}
