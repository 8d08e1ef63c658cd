package io.chutes.client;

/** The chute failed while it answered (500 and any 5xx that says nothing else). */
public final class ChuteFailedException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    ChuteFailedException(Problem problem) {
        super(problem);
    }
}
