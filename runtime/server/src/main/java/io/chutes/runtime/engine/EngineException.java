package io.chutes.runtime.engine;

/** An engine could not be started; the message says why with its last lines. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    EngineException(String reason, String lastLines) {
        super(lastLines.isEmpty() ? reason : reason + "; its last lines: " + lastLines);
        this.reason = reason;
    }

    /** Why, without what it said itself. */
    String reason() {
        return reason;
    }
}
