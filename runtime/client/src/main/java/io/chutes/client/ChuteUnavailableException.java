package io.chutes.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No instance could take the call, or answered in time (502, 503, 504), through all attempts that were safe to make. */
public final class ChuteUnavailableException extends ChuteProblemException {
    private static final long serialVersionUID = 1;

    private final @Nullable Duration retryAfter;

    ChuteUnavailableException(Problem problem, @Nullable Duration retryAfter) {
        super(problem);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before trying again, if the answer said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
