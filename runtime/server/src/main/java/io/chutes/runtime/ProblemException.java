package io.chutes.runtime;

import java.util.List;
import java.util.OptionalInt;

/** Ends a call with a problem of the runtime's own. */
final class ProblemException extends io.chutes.annotation.ProblemException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem.FieldError> errors;
    private int retryAfterSeconds;

    ProblemException(int status, String detail) {
        this(status, detail, List.of());
    }

    ProblemException(int status, String detail, List<Problem.FieldError> errors) {
        super(status, detail);
        this.errors = List.copyOf(errors);
    }

    /** Another that says the same, without what led to it. */
    static ProblemException copyOf(io.chutes.annotation.ProblemException problem) {
        return new ProblemException(
                problem.status(),
                String.valueOf(problem.getMessage()),
                problem instanceof ProblemException ours ? ours.errors : List.of());
    }

    /** This, with the advice to come again then. */
    ProblemException retryAfter(int seconds) {
        retryAfterSeconds = seconds;
        return this;
    }

    List<Problem.FieldError> errors() {
        return errors;
    }

    /** When to come again, if there is something to be said of it. */
    OptionalInt retryAfterSeconds() {
        return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
    }
}
