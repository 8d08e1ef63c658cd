package io.chutes.platform.client;

import io.chutes.platform.api.Problem;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform refused a request, or could not be reached. */
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Problem problem;

    PlatformException(Problem problem) {
        super(sentence(problem));
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

    private static String sentence(Problem problem) {
        String places = problem.errors().stream()
                .map(error -> error.pointer() + ": " + error.message())
                .collect(Collectors.joining("; ", " (", ")"));
        return "The platform answered %d: %s%s [request %s]"
                .formatted(
                        problem.status(),
                        problem.detail(),
                        problem.errors().isEmpty() ? "" : places,
                        problem.requestId());
    }
}
