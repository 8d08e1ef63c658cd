package io.chutes.client;

/** The key is missing, wrong or may not do this (401, 403). */
public final class UnauthorizedException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    UnauthorizedException(Problem problem) {
        super(problem);
    }
}
