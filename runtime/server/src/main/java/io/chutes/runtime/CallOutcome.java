package io.chutes.runtime;

import java.util.Locale;

/**
 * How a call ended.
 *
 * @param status the HTTP status of its answer or, where that failed after it had begun, of the problem that it met
 * @param cancelled whether its caller left before
 */
record CallOutcome(int status, boolean cancelled) {
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    /** In a word, as metrics have it. */
    String word() {
        return kind().name().toLowerCase(Locale.ROOT);
    }

    private Kind kind() {
        if (cancelled) {
            return Kind.CANCELLED;
        } else if (status >= SERVER_ERROR) {
            return Kind.SERVER_ERROR;
        }
        return status >= CLIENT_ERROR ? Kind.CLIENT_ERROR : Kind.SUCCESS;
    }

    private enum Kind {
        SUCCESS,
        CLIENT_ERROR,
        SERVER_ERROR,
        CANCELLED
    }
}
