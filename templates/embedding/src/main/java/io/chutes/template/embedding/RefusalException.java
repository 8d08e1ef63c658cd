package io.chutes.template.embedding;

import io.chutes.annotation.ProblemException;

/** Ends a call that asks for what cannot be obeyed; its message names that. */
final class RefusalException extends ProblemException {
    private static final long serialVersionUID = 1;
    private static final int UNPROCESSABLE = 422;

    RefusalException(String why) {
        super(UNPROCESSABLE, why);
    }
}
