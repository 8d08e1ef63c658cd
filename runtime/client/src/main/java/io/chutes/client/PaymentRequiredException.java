package io.chutes.client;

/** The account has no credit left, or a cap on its spending is reached (402). */
public final class PaymentRequiredException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    PaymentRequiredException(Problem problem) {
        super(problem);
    }
}
