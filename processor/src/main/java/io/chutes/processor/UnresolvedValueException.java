package io.chutes.processor;

/** The value of an annotation is not known yet, so nothing can be said about the chute but that. */
final class UnresolvedValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    UnresolvedValueException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
