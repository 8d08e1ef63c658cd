package io.chutes.runtime;

/** An answer that began and cannot be finished: the connection is to be cut. */
final class BrokenAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenAnswerException(Throwable cause) {
        super(cause);
    }
}
