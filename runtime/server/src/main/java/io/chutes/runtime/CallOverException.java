package io.chutes.runtime;

/** Tells a method's thread that its call is over: its clock has answered it. */
final class CallOverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallOverException(String message) {
        super(message, null, false, false);
    }
}
