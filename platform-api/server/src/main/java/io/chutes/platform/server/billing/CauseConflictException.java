package io.chutes.platform.server.billing;

import io.chutes.platform.server.PlatformException;

/** A cause that was booked before, with other entries than now. */
public final class CauseConflictException extends PlatformException {
    private static final long serialVersionUID = 1L;

    CauseConflictException(String message) {
        super(message);
    }
}
