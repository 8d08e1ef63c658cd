package io.chutes.runtime;

/** Tells a method's thread that its call is over: it was answered by its clock, or its caller left. */
final class CallOverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallOverException(String message) {
        super(message, null, false, false);
    }
}
