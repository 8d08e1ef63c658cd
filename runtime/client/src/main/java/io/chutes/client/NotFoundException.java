package io.chutes.client;

/** There is no such chute or endpoint, or the chute found nothing by what was asked (404, 410). */
public final class NotFoundException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    NotFoundException(Problem problem) {
        super(problem);
    }
}
