package io.chutes.client;

import org.jspecify.annotations.Nullable;

/** A call to a chute that brought no answer: it could not be sent, broke off, or the answer could not be read. */
public class ChuteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A call that failed for the reason given. */
    public ChuteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
