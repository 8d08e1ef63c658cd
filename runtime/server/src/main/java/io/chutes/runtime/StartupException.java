package io.chutes.runtime;

import org.jspecify.annotations.Nullable;

/** The chute cannot be served; the message says why in one sentence, the cause is there if it is the chute's own. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartupException(String message) {
        super(message);
    }

    StartupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
