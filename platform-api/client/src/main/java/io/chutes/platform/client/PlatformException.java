package io.chutes.platform.client;

import io.chutes.platform.api.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The platform refused a request, or could not be reached. */
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Problem problem;

    PlatformException(Problem problem) {
        super("The platform answered %d: %s".formatted(problem.status(), problem.sentence()));
        this.problem = problem;
    }

    PlatformException(String message, Throwable cause) {
        super(message, cause);
        this.problem = null;
    }

    /** What the platform said; empty if it was not reached. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }
}
