package io.chutes.runtime;

/** The end of a call whose caller closed its connection: nobody is left to be answered. */
final class CallerLeftException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallerLeftException() {
        super("the caller left", null, false, false);
    }
}
