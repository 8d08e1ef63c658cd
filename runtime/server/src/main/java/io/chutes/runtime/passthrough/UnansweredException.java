package io.chutes.runtime.passthrough;

/** There is no answer to a call, or it has no end. */
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    UnansweredException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    static UnansweredException brokeOff() {
        return new UnansweredException(400, "The body broke off");
    }

    static UnansweredException upstream(int port, String reason) {
        return new UnansweredException(
                502, "The server on port " + port + " inside the container gave no whole answer: " + reason);
    }

    static UnansweredException abandoned() {
        return new UnansweredException(504, "The call's deadline passed, or its caller left");
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
