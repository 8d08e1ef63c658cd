package io.chutes.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Too much is asked at once (429), and it stayed so through all attempts. */
public final class TooManyRequestsException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    private final @Nullable Duration retryAfter;

    TooManyRequestsException(Problem problem, @Nullable Duration retryAfter) {
        super(problem);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before trying again, if the answer said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
