package io.chutes.platform.weights;

import org.jspecify.annotations.Nullable;

/** Weights that cannot be had; the message says which and why. */
public final class WeightsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WeightsException(String message) {
        super(message);
    }

    WeightsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
