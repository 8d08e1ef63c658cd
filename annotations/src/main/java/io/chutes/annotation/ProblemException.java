package io.chutes.annotation;

/**
 * Ends a call with a problem its caller is meant to read (RFC 9457): the status and the message become the answer. Any other
 * exception is answered by 500 without its message.
 */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LEAST = 400;
    private static final int MOST = 599;

    /** The HTTP status of the answer. */
    private final int status;

    /**
     * A problem of that HTTP status, 400 to 599.
     *
     * @param detail what is wrong and what would be right, for the caller
     */
    public ProblemException(int status, String detail) {
        super(detail);
        if (status < LEAST || status > MOST) {
            throw new IllegalArgumentException("a problem's status is 400 to 599, got " + status);
        }
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
