package io.chutes.platform.weights;

import java.io.IOException;
import java.time.Duration;

/** The Hub asks to come again. */
final class HubBusyException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration pause;

    HubBusyException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    /** How long it asks to wait; nothing if it does not say. */
    Duration pause() {
        return pause;
    }
}
