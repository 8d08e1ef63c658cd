package io.chutes.client;

/** The request does not fit the endpoint (400, 422): {@link #errors} says where. Sending it again will not help. */
public final class InvalidRequestException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    InvalidRequestException(Problem problem) {
        super(problem);
    }
}
