package io.chutes.client;

/** A call that took longer than the timeout its caller set. Whether the chute did the work is not known. */
public final class ChuteTimeoutException extends ChuteException {
    private static final long serialVersionUID = 1;

    ChuteTimeoutException(String message) {
        super(message, null);
    }
}
